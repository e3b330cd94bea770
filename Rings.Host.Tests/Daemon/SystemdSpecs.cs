using Rings.Host.Cli;
using Rings.Host.Daemon;

namespace Rings.Host.Tests.Daemon;

/// <summary>What is done to install and remove a unit, with a systemctl that only notes what it is asked.</summary>
public sealed class SystemdSpecs : IDisposable
{
    private const string Text = UnitFile.Mark + ".\n[Service]\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-units-");
    private readonly List<string> _asked = [];
    private readonly List<string> _told = [];
    private readonly Systemd _systemd;
    private string _refuses = "nothing";

    public SystemdSpecs() => _systemd = new(
        Path.Combine(_folder.FullName, "user"), isUser: true, (command, _) =>
        {
            _asked.Add(string.Join(' ', command));
            return Task.FromResult(command.Contains(_refuses) ? (5, "Access denied\n") : (0, ""));
        }, _told.Add);

    private string Unit => Path.Combine(_folder.FullName, "user", "rings.service");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_unit_is_written_begun_and_taken_away_again_and_each_step_is_told()
    {
        await _systemd.InstallAsync("rings", Text, CancellationToken.None);

        Assert.Equal(Text, await File.ReadAllTextAsync(Unit));
        Assert.Equal(["systemctl --user daemon-reload", "systemctl --user enable rings.service", "systemctl --user restart rings.service"], _asked);
        Assert.Equal([$"write {Unit}", .. _asked], _told);

        _asked.Clear();
        await _systemd.RemoveAsync("rings", CancellationToken.None);

        Assert.Equal(["systemctl --user disable --now rings.service", "systemctl --user daemon-reload"], _asked);
        Assert.Contains($"remove {Unit}", _told);
        Assert.False(File.Exists(Unit));
    }

    [Fact]
    public async Task What_is_installed_again_takes_the_place_of_the_former()
    {
        await _systemd.InstallAsync("rings", Text, CancellationToken.None);
        await _systemd.InstallAsync("rings", Text + "# new\n", CancellationToken.None);

        Assert.EndsWith("# new\n", await File.ReadAllTextAsync(Unit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[Unit]\n" + UnitFile.Mark)]
    public async Task Another_units_file_is_neither_written_over_nor_removed(string others)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Unit)!);
        await File.WriteAllTextAsync(Unit, others);

        await Assert.ThrowsAsync<UserErrorException>(() => _systemd.InstallAsync("rings", Text, CancellationToken.None));
        await Assert.ThrowsAsync<UserErrorException>(() => _systemd.RemoveAsync("rings", CancellationToken.None));

        Assert.Equal(others, await File.ReadAllTextAsync(Unit));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task What_systemd_refuses_is_told_with_its_words()
    {
        _refuses = "enable";

        var refused = await Assert.ThrowsAsync<UserErrorException>(() => _systemd.InstallAsync("rings", Text, CancellationToken.None));

        Assert.Equal("systemctl --user enable rings.service failed with 5: Access denied", refused.Message);
    }

    [Fact]
    public async Task What_is_not_there_is_not_removed() => Assert.Contains(
        "nothing was installed", (await Assert.ThrowsAsync<UserErrorException>(() => _systemd.RemoveAsync("rings", CancellationToken.None))).Message,
        StringComparison.Ordinal);
}
