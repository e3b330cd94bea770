using Rings.Actors.Disk;

namespace Rings.Actors.Tests.Disk;

public sealed class OwnerOnlyFileSpecs : IDisposable
{
    private const string Owner = "S-1-5-21-1-2-3-1001";
    private const string Users = "S-1-5-32-545";

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-").FullName;

    [Fact]
    public void A_list_of_the_owner_the_system_and_administrators_is_private()
    {
        Assert.True(OwnerOnlyAccess.IsPrivate([Owner], [(Owner, true), ("S-1-5-18", true), ("S-1-5-32-544", true)]));
        Assert.True(OwnerOnlyAccess.IsPrivate([Owner], [(OwnerOnlyAccess.OwnerRights, true), (Users, false)]));
        Assert.True(OwnerOnlyAccess.IsPrivate([Owner], []));
    }

    [Theory]
    [InlineData(Users)]
    [InlineData("S-1-1-0")]
    [InlineData("S-1-5-11")]
    [InlineData("S-1-5-21-1-2-3-1002")]
    public void A_list_that_lets_in_another_is_not(string another)
    {
        Assert.False(OwnerOnlyAccess.IsPrivate([Owner], [(Owner, true), (another, true)]));
        Assert.False(OwnerOnlyAccess.IsPrivate([], [(Owner, true)]));
    }

    [Fact]
    public void The_remedy_is_a_line_of_the_system()
    {
        Assert.Equal("chmod 600 node.key", OwnerOnlyFile.Remedy("node.key", isWindows: false));
        Assert.Equal("icacls \"a b.key\" /inheritance:r /grant:r *S-1-3-4:F", OwnerOnlyFile.Remedy("a b.key", isWindows: true));
    }

    [Fact]
    public void What_is_made_is_its_owners_alone_and_never_takes_the_place_of_another()
    {
        var folder = Path.Combine(_folder, "data");
        OwnerOnlyFile.CreateFolder(folder);
        var file = Path.Combine(folder, "node.key");
        OwnerOnlyFile.Create(file).Dispose();

        Assert.True(OwnerOnlyFile.IsPrivate(folder));
        Assert.True(OwnerOnlyFile.IsPrivate(file));
        Assert.Throws<IOException>(() => OwnerOnlyFile.Create(file));
        OwnerOnlyFile.CreateFolder(folder);
        Assert.True(File.Exists(file));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
