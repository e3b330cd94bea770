using System.Collections.Immutable;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Tests.Services;

/// <summary>How a stream to a service is opened where several provide it; the providers are played by the test.</summary>
public sealed class ServiceDialerSpecs
{
    private static readonly ImmutableArray<Did> Dids = [.. Enumerable.Range(1, 3).Select(Did.Zero.Finger)];
    private static readonly RingUrl Url = new(Did.Zero.Finger(100), ServiceName.Web);

    private readonly Dictionary<Did, TaskCompletionSource<IStreamOpenOutcome>> _providers =
        Dids.ToDictionary(did => did, _ => new TaskCompletionSource<IStreamOpenOutcome>());

    private readonly List<Did> _asked = [];
    private readonly List<Did> _cancelled = [];
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromSeconds(30));
    private readonly PlayedServices _services;

    public ServiceDialerSpecs() => _services = new PlayedServices(Dids, AnswerAsync);

    [Fact]
    public async Task A_silent_provider_is_joined_by_the_next_which_gets_the_stream_and_the_silent_one_is_given_up()
    {
        var stream = PlayedServices.NewStream();
        _providers[Dids[1]].SetResult(new StreamOpened(stream));

        var outcome = await OpenAsync();

        Assert.Same(stream, Assert.IsType<StreamOpened>(outcome).Stream);
        Assert.Equal(Dids[..2], _asked);
        Assert.Equal([(Dids[0], false), (Dids[1], true)], _services.Noted);
        Assert.Equal([Dids[0]], _cancelled);
    }

    [Fact]
    public async Task One_that_accepts_late_is_reset()
    {
        var (late, stream) = (PlayedServices.NewStream(), PlayedServices.NewStream());
        _providers[Dids[1]].SetResult(new StreamOpened(stream));
        await OpenAsync();

        _providers[Dids[0]].SetResult(new StreamOpened(late));

        Assert.True((await late.Pipes.Outgoing.ReadAsync(_leash.Token)).IsCompleted);
        Assert.False(stream.Pipes.Outgoing.TryRead(out _));
    }

    [Fact]
    public async Task One_that_fails_makes_place_for_the_next_at_once()
    {
        _providers[Dids[0]].SetResult(new StreamNotOpened(StreamOpenFailure.Unreachable, "why"));
        _providers[Dids[1]].SetResult(new StreamRefused(StreamCode.Busy, "why"));
        _providers[Dids[2]].SetResult(new StreamOpened(PlayedServices.NewStream()));

        Assert.IsType<StreamOpened>(await OpenAsync());

        Assert.Equal([(Dids[0], false), (Dids[1], false), (Dids[2], true)], _services.Noted);
        Assert.Empty(_cancelled);
    }

    [Fact]
    public async Task Where_none_takes_it_the_last_word_stands_and_who_says_no_is_well()
    {
        foreach (var did in Dids) _providers[did].SetResult(new StreamRefused(StreamCode.NotFound, "why"));

        Assert.Equal(new StreamRefused(StreamCode.NotFound, "why"), await OpenAsync());

        Assert.Equal(Dids.Select(did => (did, true)), _services.Noted);
    }

    [Fact]
    public async Task Whoever_gives_up_gives_all_of_them_up()
    {
        using var cancel = new CancellationTokenSource();
        var opening = new ServiceDialer(_services, _services, TimeProvider.System).OpenAsync(Url, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(_asked, _cancelled);
        Assert.Empty(_services.Noted);
    }

    private async Task<IStreamOpenOutcome> AnswerAsync(Did to, ServiceCall call, CancellationToken cancel)
    {
        Assert.Equal((Url.Owner, Url.Name), (call.Owner, call.Name));
        _asked.Add(to);
        using var given = cancel.Register(() => _cancelled.Add(to));
        return await _providers[to].Task;
    }

    private Task<IStreamOpenOutcome> OpenAsync() => new ServiceDialer(_services, _services, TimeProvider.System).OpenAsync(Url, _leash.Token);
}
