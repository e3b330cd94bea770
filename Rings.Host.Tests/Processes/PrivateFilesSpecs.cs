using System.Runtime.Versioning;

namespace Rings.Host.Tests.Processes;

/// <summary>Nobody but its owner reads what a node keeps.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesSpecs : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _data = Path.Combine(
        Directory.CreateTempSubdirectory("rings-private-").FullName, "data");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_data)!, recursive: true);

    [Fact]
    public async Task Each_file_of_a_node_is_its_owners_alone_while_it_runs_and_afterwards()
    {
        var (program, _) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = program;
        (await Program.RunAsync("put", "motd", "kept", "--data-dir", _data)).Said();

        AssertPrivate("records.db", "own.db", "replay.db", "sessions.db", "lock", "endpoint", "node.key", "token");
        Assert.Equal(0, (await program.InterruptAsync()).Code);
        AssertPrivate("records.db", "own.db", "replay.db", "sessions.db", "lock", "node.key", "token");
    }

    [Fact]
    public async Task A_store_that_others_could_read_is_closed_to_them_and_a_damaged_one_is_replaced_by_a_private_one()
    {
        Directory.CreateDirectory(_data);
        await File.WriteAllTextAsync(Path.Combine(_data, "records.db"), "this is no store, and was never one");
        await File.WriteAllTextAsync(Path.Combine(_data, "lock"), "");
        File.SetUnixFileMode(Path.Combine(_data, "lock"), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var (program, _) = await TwoNodes.StartAsync("--data-dir", _data);
        await using var running = program;

        AssertPrivate("records.db", "lock");
        Assert.True(Directory.GetFiles(_data, "records.db*").Length >= 2, "the damaged store is set aside");
    }

    private void AssertPrivate(params string[] among)
    {
        var files = Directory.GetFiles(_data, "*", SearchOption.AllDirectories);
        Assert.Subset(files.Select(file => Path.GetFileName(file)).ToHashSet(), among.ToHashSet());
        Assert.All(files, file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
    }
}
