namespace Rings.Host.Tests.Processes;

/// <summary>A node that systemd runs: what would be installed, and why nothing is where systemd is not there.</summary>
public sealed class DaemonCommandSpecs
{
    [Fact]
    [Command("daemon install")]
    public async Task The_unit_is_shown_and_calls_this_program_with_what_was_given()
    {
        var unit = (await Program.RunAsync(
            "daemon", "install", "--print", "--join", "http://192.0.2.7:50001/", "--ring", "two words", "--port", "0", "--data-dir", "/somewhere")).Said();

        Assert.Matches(
            "(?m)^ExecStart=\"?/.*/rings\"? run --port 0 --join http://192.0.2.7:50001/ --ring \"two words\" --data-dir /somewhere$", unit);
        Assert.Contains("WantedBy=default.target", unit, StringComparison.Ordinal);
    }

    [Fact]
    [Command("daemon remove")]
    public async Task What_was_never_installed_is_not_removed()
    {
        // Where systemd runs, there is no such unit; where it does not, that is the reason.
        var removed = await Program.RunAsync("daemon", "remove", "--name", "rings-that-nobody-installed");
        var complaint = removed.Complaint();

        Assert.True(
            complaint.Contains("systemd", StringComparison.Ordinal) || complaint.Contains("nothing was installed", StringComparison.Ordinal), complaint);
    }

    [Fact]
    public async Task Without_systemd_nothing_is_installed_and_the_reason_is_told()
    {
        if (Directory.Exists("/run/systemd/system")) return;

        Assert.Contains(
            "systemd does not run this machine (/run/systemd/system is not there)",
            (await Program.RunAsync("daemon", "install")).Complaint(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--name: expected", "--name", "../evil")]
    [InlineData("there is no file /nowhere", "--config", "/nowhere")]
    [InlineData("control character", "--ring", "a\nb")]
    public async Task A_unit_that_cannot_be_is_refused(string says, params string[] arguments) => Assert.Contains(
        says, (await Program.RunAsync(["daemon", "install", "--print", .. arguments])).Complaint(), StringComparison.Ordinal);
}
