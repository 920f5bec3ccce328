using System.Text;
using CsCheck;
using Warmpath.Gateway.Makers;

namespace Warmpath.Gateway.Tests.Makers;

public class UsedIdsTests
{
    [Theory]
    [InlineData("""{"file_id":"file_1"}""", "file_1")]
    [InlineData("""{"a":[{"file_id" : "file_1"},{"b":{"file_id":"file_2"}},{"file_id":"file_1"}]}""", "file_1,file_2")]
    [InlineData("""{"text":"{\"file_id\":\"file_1\"}"}""", "")]
    [InlineData("""{"file_id":null,"x":"file_id","file_ids":"file_1"}""", "")]
    [InlineData("""{"file_id":"fi\u006ce_1"}""", "")]
    [InlineData("""{"file_id":"file_1""", "")]
    [InlineData("""{"file_id":""", "")]
    [InlineData("", "")]
    [InlineData("""{"container":{"skills":[{"type":"custom","skill_id":"skill_1"},{"type":"anthropic","skill_id":"pptx"}]},"x":{"file_id":"file_1"}}""", "file_1,skill_1")]
    public void The_files_that_a_body_uses_are_found_and_those_that_it_speaks_of_are_not(string body, string files) =>
        Assert.Equal(files, string.Join(',', UsedIds.In(Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void No_bytes_make_it_fail() =>
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20]).Sample((before, after) =>
            UsedIds.In([.. before, .. "\"file_id\""u8, .. after]));
}
