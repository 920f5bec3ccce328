namespace Warmpath.Storage.Clients;

/// <summary>What a client may spend, in $ by the catalogue's prices; null: without bound. All windows are UTC.</summary>
/// <param name="Day">From midnight to midnight.</param>
/// <param name="Week">From Monday's midnight on.</param>
/// <param name="Month">From the first's midnight on.</param>
public sealed record ClientBudget(double? Day = null, double? Week = null, double? Month = null);
