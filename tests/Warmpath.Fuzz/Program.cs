using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Warmpath.Fuzz;

var runs = new Option<int>("--runs") { Description = "Mutated requests through the outline; a quarter as many streams through the relay's readers.", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<int>("--seed") { Description = "The same seed makes the same inputs; drawn when absent, and printed.", DefaultValueFactory = _ => Random.Shared.Next() };
var share = new Option<int>("--share") { Description = "Only one of so many runs.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Feeds mutated requests, streams and answers to Warmpath's readers and compares with a slow reading of the same bytes.") { runs, seed, share };
command.SetAction(parsed =>
{
    var (count, start) = (parsed.GetValue(runs) / parsed.GetValue(share), parsed.GetValue(seed));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz --runs {count} --seed {start}, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0)} bits"));
    var fuzzer = new Fuzzer(start);
    var watch = Stopwatch.StartNew();
    var seen = -1;
    using var hang = new Timer(_ =>
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {watch.Elapsed.TotalSeconds:0} s: {fuzzer.Requests} requests, {fuzzer.Streams} streams, {fuzzer.Finds.Count} finds"));
        if (seen == fuzzer.Requests + fuzzer.Streams)
        {
            Console.WriteLine("Nothing came back for a minute: a reader hangs on the next input of this seed.");
            Environment.Exit(1);
        }

        seen = fuzzer.Requests + fuzzer.Streams;
    }, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    fuzzer.RunRequests(count);
    fuzzer.RunStreams(count / 4);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{fuzzer.Requests} requests ({fuzzer.Accepted} well formed with a model), {fuzzer.Streams} streams, {watch.Elapsed.TotalSeconds:0} s, {fuzzer.Finds.Count} finds"));
    fuzzer.Finds.ForEach(find => Console.WriteLine(find));
    return fuzzer.Finds.Count == 0 ? 0 : 1;
});
return command.Parse(args).Invoke();
