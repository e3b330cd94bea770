using Rings.Host.Commands;

namespace Rings.Host.Tests.Cli;

/// <summary>The line by which another node joins can be pasted as it is: its directory is nobody's yet.</summary>
public sealed class JoinLineSpecs
{
    [Theory]
    [InlineData("/somewhere/rings", "rings-2")]
    [InlineData("/somewhere/rings-2", "rings-3")]
    [InlineData("/somewhere/rings-41/", "rings-42")]
    [InlineData("/somewhere/rings-", "rings-2")]
    [InlineData("/somewhere/rings-2147483647", "rings-2")]
    [InlineData("/somewhere/rings--1", "rings-2")]
    [InlineData("/", "rings-2")]
    public void A_directory_is_proposed_that_is_not_this_nodes(string folder, string next) => Assert.Equal(next, RunCommand.NextTo(folder));
}
