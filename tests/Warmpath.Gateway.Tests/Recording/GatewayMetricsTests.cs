using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Warmpath.Gateway.Tests.Hosting;

namespace Warmpath.Gateway.Tests.Recording;

public class GatewayMetricsTests
{
    [Fact]
    public async Task A_served_request_is_counted_with_its_tokens_attempts_and_time()
    {
        await using var upstream = new FakeUpstream((request, wire) => request.Number == 1
            ? wire.StreamAsync(Prompts.Start, "event: error\ndata: {\"error\":{\"type\":\"made_up_by_the_upstream\"}}\n\n")
            : wire.StreamAsync(Prompts.WholeStream));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var meters = gateway.Services.GetRequiredService<IMeterFactory>();
        var seen = new List<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Meter.Name == "Warmpath")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();

        using var response = await gateway.SendAsync(Prompts.Streamed);
        await response.Content.ReadAsStringAsync();

        Assert.Contains(seen, measured => measured is { Name: "warmpath.requests", Value: 1 } && measured.Tags.Contains("2xx", StringComparison.Ordinal));
        Assert.Equal(5, seen.Single(measured => measured.Name == "gen_ai.client.token.usage" && measured.Tags.Contains("=output", StringComparison.Ordinal)).Value);
        Assert.Equal(3, seen.Single(measured => measured.Name == "gen_ai.client.token.usage" && measured.Tags.Contains("=cache_read", StringComparison.Ordinal)).Value);
        Assert.Single(seen, measured => measured.Name == "warmpath.first_byte.duration");
        Assert.Contains(seen, measured => measured.Name == "warmpath.attempts" && measured.Tags.Contains("=stream_error", StringComparison.Ordinal));
        Assert.Contains(seen, measured => measured.Name == "warmpath.attempts" && measured.Tags.Contains("=ok", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, measured => measured.Tags.Contains("made_up", StringComparison.Ordinal));

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (seen)
            {
                seen.Add((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
            }
        }
    }

    [Fact]
    public async Task Every_histogram_of_seconds_tells_milliseconds_from_minutes()
    {
        await using var upstream = new FakeUpstream((_, wire) => wire.StreamAsync(Prompts.WholeStream));
        await using var gateway = await TestGateway.StartAsync(null, upstream.Url, upstream.Url);
        var meters = gateway.Services.GetRequiredService<IMeterFactory>();
        var histograms = new List<Histogram<double>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == meters && instrument is Histogram<double> { Unit: "s", Meter.Name: "Warmpath" } histogram)
                {
                    histograms.Add(histogram);
                }
            },
        };
        listener.Start();

        Assert.Equal(3, histograms.Count);
        Assert.All(histograms, histogram =>
        {
            var bounds = histogram.Advice?.HistogramBucketBoundaries ?? [];
            Assert.True(bounds.Count(bound => bound < 0.1) >= 4 && bounds.Count(bound => bound >= 60) >= 3);
            Assert.Equal(bounds.Order(), bounds);
        });
    }
}
