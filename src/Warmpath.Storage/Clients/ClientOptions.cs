namespace Warmpath.Storage.Clients;

/// <summary>What a client may be given of its own. Stored as JSON; null = as everybody, or without bound.</summary>
/// <param name="ValueOfTimePerHour">$ per hour of waiting; overrides the setting.</param>
/// <param name="Models">The models that it may ask for: exact names, or beginnings that end in <c>*</c>. Null: all.</param>
/// <param name="ExpiresAt">UTC; from then on its virtual key is refused.</param>
/// <param name="Enabled">False: its virtual key is refused until it is enabled again.</param>
/// <param name="Retired">The virtual key before the last rotation, while it is still accepted.</param>
public sealed record ClientOptions(
    double? ValueOfTimePerHour = null,
    ClientFeatures? Features = null,
    ClientBudget? Budget = null,
    ClientLimits? Limits = null,
    IReadOnlyList<string>? Models = null,
    DateTimeOffset? ExpiresAt = null,
    bool Enabled = true,
    RetiredToken? Retired = null);
