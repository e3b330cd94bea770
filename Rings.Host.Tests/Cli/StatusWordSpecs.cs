using System.Text.Json.Nodes;
using Rings.Host.Commands;

namespace Rings.Host.Tests.Cli;

/// <summary>The first words of <c>rings status</c>: never "well" where something is not.</summary>
public sealed class StatusWordSpecs
{
    [Fact]
    public void Who_is_alone_and_waits_for_others_is_well() => Assert.Equal(
        "well, the only node of its ring",
        StatusCommands.Word(new JsonObject { ["phase"] = "Member", ["cutOff"] = false, ["failing"] = new JsonArray(), ["links"] = new JsonArray() }));

    [Theory]
    [InlineData("well, member of its ring", "Member", false, null)]
    [InlineData("JOINING", "Joining", false, null)]
    [InlineData("ALONE: no seed has led to a link", "Member", true, null)]
    [InlineData("FAILING: records.db cannot be written: the disk is full", "Member", false, "records.db cannot be written: the disk is full")]
    [InlineData("JOINING", "Joining", false, "records.db cannot be written: the disk is full")]
    public void What_is_not_well_is_said_first(string says, string phase, bool cutOff, string? failing)
    {
        var stores = failing is null ? new JsonArray() : new JsonArray(new JsonObject { ["store"] = "records.db", ["reason"] = failing });

        Assert.Equal(says, StatusCommands.Word(new JsonObject { ["phase"] = phase, ["cutOff"] = cutOff, ["failing"] = stores, ["links"] = new JsonArray(1) }));
    }
}
