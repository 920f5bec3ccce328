using System.ComponentModel.DataAnnotations;

namespace Warmpath.Gateway.Admin.Clients;

/// <summary>How a client's virtual key is replaced.</summary>
/// <param name="OverlapSeconds">How long the one before is accepted beside the new one: 0 (not at all) to 2,592,000 (30 days).</param>
public sealed record RotateInput([property: Range(0, ClientRules.LongestOverlapSeconds)] int OverlapSeconds = 0);
