using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Messages;

public sealed class SqliteReplayStoreSpecs : IDisposable
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-replay").FullName;
    private readonly SessionKey _session = SessionKey.FromSeed(new byte[32]);

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Marks_survive_the_process_and_only_grow()
    {
        var delegation = DelegationId.Of("one"u8);
        using (var store = Open())
        {
            store.Keep(new(delegation, Lane.Message, 7, Now));
            store.Keep(new(delegation, Lane.Message, 5, Now));
            store.Keep(new(delegation, Lane.Stream, 1, Now));
        }

        using var again = Open();
        Assert.Equal(
            [new(delegation, Lane.Message, 7, Now), new(delegation, Lane.Stream, 1, Now)],
            again.Load().OrderBy(mark => mark.Lane));
    }

    [Fact]
    public void Marks_whose_time_is_over_are_forgotten()
    {
        using var store = Open();
        store.Keep(new(DelegationId.Of("old"u8), Lane.Message, 7, Now));
        store.Keep(new(DelegationId.Of("new"u8), Lane.Message, 7, Now + TimeSpan.FromSeconds(1)));

        store.Forget(Now + TimeSpan.FromMilliseconds(500));

        Assert.Equal(DelegationId.Of("new"u8), Assert.Single(store.Load()).Delegation);
    }

    [Fact]
    public void A_session_key_goes_on_above_its_mark_and_a_new_one_begins_anew()
    {
        using (var store = Open()) store.KeepSequence(_session.PublicKey, 42);

        using (var again = Open()) Assert.Equal(42ul, again.SequenceMark);
        using var other = SessionKey.FromSeed(Enumerable.Repeat((byte)1, 32).ToArray());
        using var fresh = SqliteReplayStore.Open(Path.Combine(_folder, "replay.db"), other.PublicKey).Store;
        Assert.Equal(0ul, fresh.SequenceMark);
    }

    private SqliteReplayStore Open() =>
        SqliteReplayStore.Open(Path.Combine(_folder, "replay.db"), _session.PublicKey).Store;
}
