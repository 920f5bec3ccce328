using System.Text.Json;
using Warmpath.Mock.Files;

namespace Warmpath.Tests.Mock.Files;

public class FileReferencesTests
{
    [Theory]
    [InlineData("""{"type":"document","source":{"type":"file","file_id":"f1"}}""", "f1")]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"f1"}}""", "f1")]
    [InlineData("""{"type":"container_upload","file_id":"f1"}""", "f1")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"image","source":{"type":"file","file_id":"f1"}}]}}""", "f1")]
    [InlineData("""{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","source":{"type":"file","file_id":"f1"}}]}""", "f1")]
    [InlineData("""{"type":"tool_use","id":"t","name":"n","input":{"type":"container_upload","source":{"type":"file","file_id":"f1"}}}""", "")]
    [InlineData("""{"type":"document","source":{"type":"base64","file_id":"f1"}}""", "")]
    [InlineData("""{"type":"document","source":{"type":"file","file_id":1}}""", "")]
    [InlineData("""{"type":"document","source":"f1"}""", "")]
    [InlineData("\"f1\"", "")]
    public void Only_a_block_that_needs_a_file_refers_to_it(string block, string file) => Assert.Equal(
        file.Length == 0 ? [] : [file],
        FileReferences.In(JsonElement.Parse($$"""{"messages":[{"role":"user","content":"f0"},{"role":"user","content":[{{block}}]}]}""")));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"messages":"f1"}""")]
    [InlineData("""{"messages":[1]}""")]
    public void Without_messages_there_are_none(string body) => Assert.Empty(FileReferences.In(JsonElement.Parse(body)));
}
