using System.Text;
using Itoloc.Server.Audit;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Itoloc.Server.Storage;

/// <summary>The tables; their columns are made by <see cref="Schema"/>, never by the context.</summary>
sealed class ItolocContext(DbContextOptions<ItolocContext> options) : DbContext(options)
{
    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Building> Buildings => Set<Building>();

    public DbSet<Floor> Floors => Set<Floor>();

    public DbSet<FloorPlan> FloorPlans => Set<FloorPlan>();

    public DbSet<FloorVersion> FloorVersions => Set<FloorVersion>();

    public DbSet<Region> Regions => Set<Region>();

    public DbSet<SurveyScan> SurveyScans => Set<SurveyScan>();

    public DbSet<QueryScan> QueryScans => Set<QueryScan>();

    public DbSet<OptedOutAccessPoint> OptedOutAccessPoints => Set<OptedOutAccessPoint>();

    public DbSet<ModelVersion> Models => Set<ModelVersion>();

    public DbSet<ModelContent> ModelContents => Set<ModelContent>();

    public DbSet<Promotion> Promotions => Set<Promotion>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<AccessKey> Keys => Set<AccessKey>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<FloorPlan>().HasKey(plan => plan.FloorId);
        modelBuilder.Entity<ModelContent>().HasKey(content => content.ModelId);
        modelBuilder.Entity<OptedOutAccessPoint>().HasKey(ap => new { ap.SiteId, ap.AccessPoint });
        foreach (IMutableEntityType entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.GetTableName()!));
            foreach (IMutableProperty property in entity.GetProperties())
                property.SetColumnName(SnakeCase(property.Name));
        }
    }

    static string SnakeCase(string name)
    {
        StringBuilder text = new();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
