using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public sealed class OwnPutsSpecs
{
    private static readonly Did Key = TestRecords.Author(1);

    private readonly OwnPuts _puts = new(capacity: 3);

    [Fact]
    public void The_later_word_stands_in_place_of_the_former()
    {
        _puts.Add(Own("motd", 1, "a", TimeSpan.FromHours(1)));
        _puts.Add(Own("motd", 2, "bb", TimeSpan.FromHours(2)));

        Assert.Equal(2, Assert.Single(_puts.At(TestRecords.Now)).Record.Fields.Value.Length);
    }

    [Fact]
    public void What_has_ended_is_gone()
    {
        _puts.Add(Own("short", 0, "a", TimeSpan.FromMinutes(1)));
        _puts.Add(Own("long", 0, "b", TimeSpan.FromHours(1), key: 2));

        Assert.Equal(2, _puts.At(TestRecords.Now).Count);
        Assert.Equal("long", Assert.Single(_puts.At(TestRecords.Now + TimeSpan.FromMinutes(1))).Record.Fields.Name);
    }

    [Fact]
    public void The_one_that_ends_first_makes_room()
    {
        for (var i = 1; i <= 4; i++) _puts.Add(Own($"r{i}", 0, "a", TimeSpan.FromMinutes(10 - i), key: i));

        Assert.Equal(["r1", "r2", "r3"], _puts.At(TestRecords.Now).Select(put => put.Record.Fields.Name).Order());
    }

    [Fact]
    public void What_is_renewed_from_now_on_or_removed_is_forgotten()
    {
        var put = Own("motd", 0, "a", TimeSpan.FromHours(1));
        _puts.Add(put);

        _puts.Remove(put.Key, put.Record.Slot);

        Assert.Empty(_puts.At(TestRecords.Now));
    }

    private static OwnRecord Own(string name, int seconds, string value, TimeSpan life, int key = 1) => new(
        key == 1 ? Key : TestRecords.Author(key), TestRecords.Register(1, name, seconds, value, life), life);
}
