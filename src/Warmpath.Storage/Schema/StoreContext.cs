using Microsoft.EntityFrameworkCore;
using Warmpath.Storage.Clients;
using Warmpath.Storage.Events;
using Warmpath.Storage.Keys;
using Warmpath.Storage.Ledger;
using Warmpath.Storage.MadeIds;
using Warmpath.Storage.Recordings;
using Warmpath.Storage.Secrets;
using Warmpath.Storage.Settings;

namespace Warmpath.Storage.Schema;

/// <summary>The tables. Times are Unix milliseconds (UTC), columns are in snake case, types are those that every relational database has.</summary>
internal sealed class StoreContext(DbContextOptions<StoreContext> options) : DbContext(options)
{
    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<RingRow> KeyRing => Set<RingRow>();

    public DbSet<ClientRow> Clients => Set<ClientRow>();

    public DbSet<ValueRow> Values => Set<ValueRow>();

    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<MadeIdRow> MadeIds => Set<MadeIdRow>();

    public DbSet<RequestRow> Requests => Set<RequestRow>();

    public DbSet<OpenRow> OpenRequests => Set<OpenRow>();

    public DbSet<LineageRow> Lineages => Set<LineageRow>();

    public DbSet<HourRow> Hours => Set<HourRow>();

    public DbSet<CounterfactualRow> CounterfactualHours => Set<CounterfactualRow>();

    public DbSet<RecordingRow> Recordings => Set<RecordingRow>();

    public DbSet<BlockRow> RecordedBlocks => Set<BlockRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<KeyRow>().ToTable("keys").HasKey(key => key.Id);
        modelBuilder.Entity<RingRow>().ToTable("key_ring").HasKey(element => element.Id);
        modelBuilder.Entity<ClientRow>().ToTable("clients").HasKey(client => client.Id);
        modelBuilder.Entity<ValueRow>().ToTable("named_values").HasKey(value => value.Name);

        modelBuilder.Entity<MadeIdRow>(made =>
        {
            made.ToTable("made_ids").HasKey(one => one.Id);
            made.HasIndex(one => one.Until);
        });

        modelBuilder.Entity<EventRow>(events =>
        {
            events.ToTable("events").HasKey(happened => happened.Id);
            events.HasIndex(happened => happened.At);
        });
        modelBuilder.Entity<RequestRow>(requests =>
        {
            requests.ToTable("requests").HasKey(request => request.Sequence);
            requests.Property(request => request.Id).IsRequired(); // EF takes a property of that name for the key at first, and forgets this
            requests.HasIndex(request => request.Id).IsUnique();
            requests.HasIndex(request => request.At);
            requests.HasIndex(request => new { request.Session, request.Sequence });
            requests.HasIndex(request => new { request.Key, request.Sequence });
            requests.HasIndex(request => new { request.Lineage, request.Sequence });
            requests.HasIndex(request => new { request.Client, request.Sequence });
            requests.HasIndex(request => new { request.Model, request.Sequence });
            requests.HasIndex(request => new { request.Organization, request.Sequence });
        });
        modelBuilder.Entity<OpenRow>().ToTable("open_requests").HasKey(open => open.Id);
        modelBuilder.Entity<LineageRow>(lineages =>
        {
            lineages.ToTable("lineages").HasKey(lineage => lineage.Lineage);
            lineages.HasIndex(lineage => lineage.LastAt);
            lineages.HasIndex(lineage => new { lineage.Session, lineage.LastAt });
        });
        modelBuilder.Entity<HourRow>().ToTable("hours").HasKey(hour => new { hour.Hour, hour.Client, hour.Key, hour.Model });
        modelBuilder.Entity<CounterfactualRow>().ToTable("counterfactual_hours").HasKey(row => new { row.Hour, row.Way });
        modelBuilder.Entity<RecordingRow>(recordings =>
        {
            recordings.ToTable("recordings").HasKey(row => row.Sequence);
            recordings.Property(row => row.Id).IsRequired(); // EF takes a property of that name for the key at first, and forgets this
            recordings.HasIndex(row => row.ArrivedAt);
        });
        modelBuilder.Entity<BlockRow>(blocks =>
        {
            blocks.ToTable("recorded_blocks").HasKey(row => row.Digest);
            blocks.HasIndex(row => row.SeenAt);
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(Columns.NameOf(property.Name));
        }
    }
}
