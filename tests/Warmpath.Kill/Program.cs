using System.CommandLine;
using Warmpath.Kill;

var rounds = new Option<int>("--rounds") { Description = "How many kills.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "Of the moments of the kills and of the streams' lengths.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Kills a gateway under 50 concurrent streams, again and again, and looks for what is lost, there twice, or broken.") { rounds, seed };
command.SetAction(async (parsed, cancellationToken) =>
{
    var report = await KillTrial.RunAsync(parsed.GetValue(rounds), parsed.GetValue(seed), TimeSpan.FromSeconds(1), Console.WriteLine, cancellationToken);
    foreach (var fault in report.Faults)
    {
        Console.WriteLine(fault);
    }

    Console.WriteLine($"{report.Rounds} kills, {report.Requests} requests: {report.Whole} seen whole, {report.Interrupted} interrupted, {report.Faults.Count} faults");
    return report.Faults.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
