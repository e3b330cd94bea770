using Rings.Host.Cli;
using Rings.Host.Daemon;

namespace Rings.Host.Tests.Daemon;

/// <summary>The text of a unit, as systemd reads it.</summary>
public sealed class UnitFileSpecs
{
    [Fact]
    public void A_users_unit_has_what_a_users_manager_can_do()
    {
        var unit = UnitFile.OfUser(["/opt/anna/.dotnet/tools/rings", "run", "--data-dir", "/opt/anna/my data"]);

        Assert.Equal(
            """
            # Made by 'rings daemon install'; 'rings daemon remove' takes it away.
            [Unit]
            Description=Rings Network node
            [Service]
            ExecStart=/opt/anna/.dotnet/tools/rings run --data-dir "/opt/anna/my data"
            Restart=on-failure
            RestartSec=2
            TimeoutStopSec=15
            KillSignal=SIGTERM
            UMask=0077
            MemoryMax=1G
            TasksMax=256
            LimitNOFILE=8192
            NoNewPrivileges=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            LockPersonality=yes
            [Install]
            WantedBy=default.target

            """.ReplaceLineEndings("\n"), unit);
    }

    [Fact]
    public void The_systems_unit_is_the_one_that_is_deployed_with_its_name_and_command_put_in()
    {
        var unit = UnitFile.OfSystem("ring-two", ["/usr/local/bin/rings", "run", "--data-dir", "/var/lib/ring-two"]).Split('\n');

        Assert.Contains("ExecStart=/usr/local/bin/rings run --data-dir /var/lib/ring-two", unit);
        Assert.Contains("StateDirectory=ring-two", unit);
        Assert.Contains("CacheDirectory=ring-two", unit);
        Assert.Contains("Environment=DOTNET_BUNDLE_EXTRACT_BASE_DIR=/var/cache/ring-two", unit);
        foreach (var line in (string[])["DynamicUser=yes", "StateDirectoryMode=0700", "ProtectSystem=strict", "ProtectHome=yes", "SystemCallFilter=@system-service", "WantedBy=multi-user.target"])
            Assert.Contains(line, unit);
        Assert.DoesNotContain(unit, line => line.Contains("/etc/rings", StringComparison.Ordinal) || line.EndsWith("=rings", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("run", "run")]
    [InlineData("http://127.0.0.1:50001/#0xab", "http://127.0.0.1:50001/#0xab")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("100%", "\"100%%\"")]
    [InlineData("$HOME", "\"$$HOME\"")]
    [InlineData("say \"x\" \\", "\"say \\\"x\\\" \\\\\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("grün", "\"grün\"")]
    public void An_argument_is_read_back_as_it_is(string argument, string written) => Assert.Equal(written, UnitFile.Quoted(argument));

    [Theory]
    [InlineData("a\nExecStartPre=/bin/false")]
    [InlineData("a\0b")]
    [InlineData("\u001b")]
    public void A_line_end_in_an_argument_makes_no_line_of_a_unit(string argument) =>
        Assert.Contains("control character", Assert.Throws<UserErrorException>(() => UnitFile.Quoted(argument)).Message, StringComparison.Ordinal);
}
