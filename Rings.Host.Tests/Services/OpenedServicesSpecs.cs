using System.Text.Json;
using Rings.Host.Cli;
using Rings.Host.Services;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Tests.Services;

public sealed class OpenedServicesSpecs : IDisposable
{
    private static readonly TicketSecret Ticket = TicketSecret.Of(Enumerable.Repeat((byte)7, TicketSecret.Bytes).ToArray());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-opened-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "opened.json");

    private static RingUrl Link(int owner, TicketSecret ticket = default, string name = "web") =>
        new(Did.Zero.Finger(owner), ServiceName.Parse(name)) { Ticket = ticket, Path = "/page" };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_opened_is_opened_after_a_restart_with_its_ticket_and_nobody_else_can_read_it()
    {
        OpenedServices.Open(Path).Add(Link(1, Ticket));

        var read = OpenedServices.Open(Path);

        Assert.Equal(Ticket, read.Find(Did.Zero.Finger(1), ServiceName.Web)!.Ticket);
        Assert.Null(read.Find(Did.Zero.Finger(2), ServiceName.Web));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void A_link_without_a_ticket_keeps_the_one_that_there_was_and_forgetting_takes_it()
    {
        var opened = OpenedServices.Open(Path);
        opened.Add(Link(1, Ticket));
        opened.Add(Link(1));
        Assert.Equal(Ticket, opened.Find(Did.Zero.Finger(1), ServiceName.Web)!.Ticket);

        Assert.True(opened.Remove(Link(1)));
        Assert.False(opened.Remove(Link(1)));

        opened.Add(Link(1));
        Assert.True(OpenedServices.Open(Path).Find(Did.Zero.Finger(1), ServiceName.Web)!.Ticket.IsEmpty);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[\"http://example.com\"]")]
    [InlineData("[1]")]
    public void A_file_that_is_no_such_list_is_said(string text)
    {
        File.WriteAllText(Path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var wrong = Assert.Throws<UserErrorException>(() => OpenedServices.Open(Path));

        Assert.Contains(Path, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_most_1024_and_one_that_was_forgotten_makes_room()
    {
        var all = Enumerable.Range(1, OpenedServices.Most).Select(number => Link(number % 160, name: $"s{number}")).ToList();
        File.WriteAllText(Path, JsonSerializer.Serialize(all.Select(link => link.ToLink())));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var opened = OpenedServices.Open(Path);

        var wrong = Assert.Throws<UserErrorException>(() => opened.Add(Link(1)));
        opened.Add(all[0]);
        opened.Remove(all[1]);
        opened.Add(Link(1));

        Assert.Contains("at most 1024", wrong.Message, StringComparison.Ordinal);
        Assert.NotNull(OpenedServices.Open(Path).Find(Did.Zero.Finger(1), ServiceName.Web));
    }

    [Fact]
    public void What_others_can_read_is_not_taken()
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Path, "[]");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Throws<UserErrorException>(() => OpenedServices.Open(Path)).Message, StringComparison.Ordinal);
    }
}
