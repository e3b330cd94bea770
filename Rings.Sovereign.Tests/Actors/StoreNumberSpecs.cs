using Rings.Actors.Disk;
using Rings.Sovereign.Actors.Store;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>The files of all stores of a node, those of its parts beside it, too.</summary>
public sealed class StoreNumberSpecs
{
    private static readonly StoreSchema[] All = [.. StoreSchema.All, .. SecretSchema.All];

    [Fact]
    public void Each_store_has_a_file_of_its_own() => Assert.Equal(All.Length, All.Select(schema => schema.File).Distinct().Count());

    [Fact]
    public void Each_store_has_a_number_of_its_own_but_for_two_that_bear_one_in_their_files_already() => Assert.Equal(
        ["services.db", "secrets.db"],
        All.GroupBy(schema => schema.Number).Where(same => same.Count() > 1).SelectMany(same => same).Select(schema => schema.File));
}
