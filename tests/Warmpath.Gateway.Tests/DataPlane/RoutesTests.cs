using CsCheck;
using Warmpath.Gateway.DataPlane;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Tests.DataPlane;

public class RoutesTests
{
    private static readonly string[] Parts =
        ["messages", "count_tokens", "batches", "files", "skills", "versions", "models", "content", "results", "cancel", "responses", "conversations", "items", "chat", "..", ".", "", "%2e", "a_1?b"];

    [Theory]
    [InlineData("/v1/messages", Resource.Messages, "/v1/messages")]
    [InlineData("/v1/messages?beta=true", Resource.Messages, "/v1/messages")]
    [InlineData("/v1/messages/count_tokens?beta=true", Resource.CountTokens, "/v1/messages/count_tokens")]
    [InlineData("/v1/models?limit=1000", Resource.ModelList, "/v1/models")]
    [InlineData("/v1/models/claude-opus-5-5", Resource.Model, "/v1/models/claude-opus-5-5")]
    [InlineData("/v1/models/a.b_c:d@e-F9", Resource.Model, "/v1/models/a.b_c:d@e-F9")]
    [InlineData("/v1/messages/batches?limit=2", Resource.Batches, "/v1/messages/batches")]
    [InlineData("/v1/messages/batches/msgbatch_1", Resource.Batch, "/v1/messages/batches/msgbatch_1")]
    [InlineData("/v1/messages/batches/msgbatch_1/results", Resource.BatchResults, "/v1/messages/batches/msgbatch_1/results")]
    [InlineData("/v1/messages/batches/msgbatch_1/cancel?beta=true", Resource.BatchCancel, "/v1/messages/batches/msgbatch_1/cancel")]
    [InlineData("/v1/files", Resource.Files, "/v1/files")]
    [InlineData("/v1/files/file_1", Resource.File, "/v1/files/file_1")]
    [InlineData("/v1/files/file_1/content", Resource.FileContent, "/v1/files/file_1/content")]
    [InlineData("/v1/skills?source=custom", Resource.Skills, "/v1/skills")]
    [InlineData("/v1/skills/skill_1", Resource.Skill, "/v1/skills/skill_1")]
    [InlineData("/v1/skills/skill_1/versions", Resource.SkillVersions, "/v1/skills/skill_1/versions")]
    [InlineData("/v1/skills/skill_1/versions/1759178010641129", Resource.SkillVersion, "/v1/skills/skill_1/versions/1759178010641129")]
    [InlineData("/api/hello", Resource.Hello, "/api/hello")]
    public void A_known_path_is_served_at_the_root_and_under_both_prefixes(string target, object resource, string path)
    {
        foreach (var prefix in new[] { "", "/api/anthropic", "/anthropic" })
        {
            var route = Routes.Find(prefix + target);
            Assert.Equal((Resource)resource, route?.Resource);
            Assert.Equal(path, route?.Path);
        }
    }

    [Theory]
    [InlineData("/v1/responses", Resource.Responses)]
    [InlineData("/v1/responses/compact", Resource.CompactResponse)]
    [InlineData("/v1/responses/input_tokens", Resource.CountResponse)]
    [InlineData("/v1/responses/resp_1?include=x", Resource.StoredResponse)]
    [InlineData("/v1/responses/resp_1/cancel", Resource.CancelResponse)]
    [InlineData("/v1/responses/resp_1/input_items", Resource.ResponseItems)]
    [InlineData("/v1/chat/completions", Resource.ChatCompletions)]
    [InlineData("/v1/embeddings", Resource.Embeddings)]
    [InlineData("/v1/conversations", Resource.Conversations)]
    [InlineData("/v1/conversations/conv_1", Resource.Conversation)]
    [InlineData("/v1/conversations/conv_1/items", Resource.ConversationItems)]
    [InlineData("/v1/conversations/conv_1/items/msg_1", Resource.ConversationItem)]
    public void OpenAIs_paths_are_served_at_the_root_and_under_their_own_prefix(string target, object resource)
    {
        foreach (var prefix in new[] { "", "/api/openai" })
        {
            var route = Routes.Find(prefix + target);
            Assert.Equal(((Resource)resource, Providers.OpenAI), (route?.Resource, route?.Provider));
            Assert.Equal(target.Split('?')[0], route?.Path);
        }

        Assert.Null(Routes.Find("/anthropic" + target));
    }

    [Theory]
    [InlineData("/v1/models", Resource.OpenAIModelList)]
    [InlineData("/v1/models/gpt-6.1-sol", Resource.OpenAIModel)]
    public void Models_are_OpenAIs_under_its_prefix_alone(string path, object resource)
    {
        Assert.Equal((Resource)resource, Routes.Find("/api/openai" + path)?.Resource);
        Assert.Equal(Providers.Anthropic, Routes.Find(path)?.Provider);
    }

    [Theory]
    [InlineData("/api/openai/v1/messages")]
    [InlineData("/api/openai/v1/files")]
    [InlineData("/api/openai/v1/responses/")]
    [InlineData("/api/openai/v1/responses/..")]
    [InlineData("/api/openai/v1/responses/a/b")]
    [InlineData("/api/openai/api/openai/v1/responses")]
    [InlineData("/v1/conversations/../items/a")]
    [InlineData("/v1/conversations/a/items/..")]
    [InlineData("/v1/conversations/a/items/")]
    [InlineData("/v1/conversations/a/items/b/c")]
    [InlineData("/v1/conversations//items/b")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("/V1/messages")]
    [InlineData("/v1/Messages")]
    [InlineData("/v1/messages/")]
    [InlineData("/v1//messages")]
    [InlineData("//v1/messages")]
    [InlineData("/v1/./messages")]
    [InlineData("/v1/%6dessages")]
    [InlineData("/v1/messages%2fcount_tokens")]
    [InlineData("/v1/messages;a=b")]
    [InlineData("/v1/models/")]
    [InlineData("/v1/models/.")]
    [InlineData("/v1/models/..")]
    [InlineData("/v1/models/a/b")]
    [InlineData("/v1/models/a%2e")]
    [InlineData("/v1/models/é")]
    [InlineData("/v1/chat/completions/chatcmpl_1")]
    [InlineData("/v1/messages/batches/")]
    [InlineData("/v1/messages/batches/..")]
    [InlineData("/v1/messages/batches/../results")]
    [InlineData("/v1/messages/batches//results")]
    [InlineData("/v1/messages/batches/a/b")]
    [InlineData("/v1/messages/batches/a/results/")]
    [InlineData("/v1/files/")]
    [InlineData("/v1/files/content/")]
    [InlineData("/v1/files//content")]
    [InlineData("/v1/files/a/content/b")]
    [InlineData("/v1/files/%2e%2e")]
    [InlineData("/anthropic/anthropic/v1/messages")]
    [InlineData("/anthropicv1/messages")]
    [InlineData("http://host/v1/messages")]
    public void Any_other_path_is_not_served(string target) => Assert.Null(Routes.Find(target));

    [Fact]
    public void What_is_served_goes_upstream_as_a_plain_path() =>
        Gen.OneOf(Gen.Int[0, Parts.Length - 1].Select(part => Parts[part]), Gen.String[Gen.Char["ab.%?/-"], 0, 4])
            .Array[0, 5].Select(parts => "/v1/" + string.Join('/', parts)).Sample(target =>
        {
            if (Routes.Find(target) is { } route)
            {
                Assert.Matches("^/v1/(messages|models|files|skills|responses|conversations)(/[a-zA-Z0-9._:@-]+){0,3}$", route.Path);
                Assert.DoesNotMatch("/[.]+(/|$)", route.Path);
                Assert.StartsWith(route.Path, target);
            }
        });

    [Theory]
    [InlineData("/v1/messages", "POST", true)]
    [InlineData("/v1/messages", "GET", false)]
    [InlineData("/v1/messages", "post", false)]
    [InlineData("/v1/models", "GET", true)]
    [InlineData("/v1/models", "HEAD", false)]
    [InlineData("/v1/models/x", "POST", false)]
    [InlineData("/api/hello", "HEAD", true)]
    [InlineData("/api/hello", "GET", true)]
    [InlineData("/api/hello", "POST", false)]
    public void A_route_takes_its_own_methods_only(string path, string method, bool taken) =>
        Assert.Equal(taken, Routes.Find(path)!.Takes(method));

    [Theory]
    [InlineData("/v1/messages?beta=true&a=%C3%A9+b;c~!", true)]
    [InlineData("/v1/messages?a b HTTP/1.0", false)]
    [InlineData("/v1/messages?a\r\nx: y", false)]
    [InlineData("/v1/messages?\u0001", false)]
    [InlineData("/v1/messages?\u007f", false)]
    [InlineData("/v1/messages?\u00e9", false)]
    [InlineData("/v1/messages?#a", false)]
    public void What_no_url_may_hold_goes_nowhere(string target, bool isUrl) => Assert.Equal(isUrl, Routes.IsUrl(target));

    [Theory]
    [InlineData("/v1/messages", "")]
    [InlineData("/v1/messages?", "?")]
    [InlineData("/v1/messages?a=%2F&b=c?d", "?a=%2F&b=c?d")]
    public void The_query_stays_as_it_came(string target, string query) => Assert.Equal(query, Routes.QueryOf(target));
}
