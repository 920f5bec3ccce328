using Warmpath.Mock;

namespace Warmpath.Tests.Mock;

public class MockCommandTests
{
    [Theory]
    [InlineData("--org acme:speed=1")]
    [InlineData("--org acme --org acme")]
    [InlineData("--tier gold")]
    [InlineData("--latency -1")]
    [InlineData("--latency fast")]
    [InlineData("--nothing")]
    public void Wrong_usage_is_told(string arguments) => Assert.NotEmpty(MockCommand.Create().Parse(arguments).Errors);

    [Fact]
    public async Task It_prints_what_a_gateway_needs_and_serves_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var output = new Signal("/mock/requests");
        var parsed = MockCommand.Create().Parse("--urls http://127.0.0.1:0 --latency 0 --org acme:keys=2 --org globex:workspaces=2");
        var running = parsed.InvokeAsync(new() { Output = output }, stop.Token);
        await output.Seen;

        var printed = output.ToString();
        var url = printed.Split('\n')[0].Split(' ')[^1].Trim();
        using var http = new HttpClient();
        Assert.Contains("rate_limit", await http.GetStringAsync(url + "/mock/faults"), StringComparison.Ordinal);
        foreach (var secret in new[] { "sk-ant-mock-acme-1 ", "sk-ant-mock-acme-2 ", "sk-ant-mock-globex-1 ", "sk-ant-mock-globex-all " })
        {
            Assert.Contains(secret, printed, StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task An_address_in_use_is_told_with_the_cure()
    {
        await using var mock = await MockClient.StartAsync();
        using var error = new StringWriter();

        var exit = await MockCommand.Create().Parse($"--urls {mock.Server.BaseUrl}").InvokeAsync(new() { Error = error });

        Assert.Equal(1, exit);
        Assert.Contains("--urls", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Tells when a text has been written.</summary>
    private sealed class Signal(string text) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                _seen.SetResult();
            }
        }
    }
}
