using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// Lets browsers of the public web reach services of the ring: reads in the hello of TLS where each wants to go, and carries
/// its bytes to that service as they are. TLS ends there: nothing is decrypted here, and no key is known. An edge.
/// </summary>
public sealed class ServiceEntrance : ILocalEnd
{
    private readonly LocalListener _listener;
    private readonly EntranceTerms _terms;
    private readonly ServiceDialer _dialer;
    private readonly EntranceInstruments _instruments;
    private readonly EntranceBook _book;
    private readonly Action<string> _trouble;
    private long _bytes;

    private ServiceEntrance(EntranceTerms terms, ServiceDialer dialer, EntranceInstruments instruments, Action<string> trouble)
    {
        (_terms, _dialer, _instruments, _trouble) = (terms, dialer, instruments, trouble);
        _book = new EntranceBook(terms.Settings.Limits, terms.Before);
        _listener = LocalListener.Open(terms.Local, dialer.Time, CarryAsync, trouble, terms.Settings.Limits.Connections);
    }

    /// <inheritdoc/>
    public string Service => $"the entrance of *.{_terms.Names.Zone}";

    /// <inheritdoc/>
    public IPEndPoint Local => _listener.Local;

    /// <inheritdoc/>
    public int Connections => _listener.Connections;

    /// <inheritdoc/>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What it carried in the month in which something last came or was carried, before it was opened too.</summary>
    public EntranceMonth Month => _book.Month;

    /// <summary>What each service makes of it.</summary>
    public IReadOnlyList<EntranceUse> Uses => _book.Uses;

    /// <summary>Begins to listen.</summary>
    /// <param name="terms">What it is to do.</param>
    /// <param name="dialer">Opens streams.</param>
    /// <param name="instruments">Counts.</param>
    /// <param name="trouble">Told, as a clause, why a connection came to nothing.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static ServiceEntrance Open(
        EntranceTerms terms, ServiceDialer dialer, EntranceInstruments instruments, Action<string> trouble)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(dialer);
        ArgumentNullException.ThrowIfNull(instruments);
        return new ServiceEntrance(terms, dialer, instruments, trouble);
    }

    /// <summary>Listens no longer; connections are broken off.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private Instant Now => Instant.From(_dialer.Time.GetUtcNow());

    private async Task CarryAsync(Socket socket, CancellationToken cancel)
    {
        if (socket.RemoteEndPoint is not IPEndPoint source) return;
        if (_book.Enter(source.Address) is { } full)
        {
            Tell(source, "busy", full);
            return;
        }

        _instruments.Came();
        try
        {
            await ServeAsync(socket, source, cancel).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or IOException or NodeStoppedException or TimeoutException)
        {
            Tell(source, "broken", gone.Message);
        }
        finally
        {
            _instruments.Went();
            _book.Leave(source.Address);
        }
    }

    private async Task ServeAsync(Socket socket, IPEndPoint source, CancellationToken cancel)
    {
        var (step, said) = await ListenAsync(socket, cancel).ConfigureAwait(false);
        switch (step)
        {
            case HelloStep.Hello hello:
                await LeadAsync(socket, source, hello, said, cancel).ConfigureAwait(false);
                break;

            case HelloStep.Refuse refuse:
                await RefuseAsync(socket, source, "hello", refuse.Answer, refuse.Why, cancel).ConfigureAwait(false);
                break;

            default:
                Tell(source, "silent", $"it went, or did not say where to within {_terms.Settings.HelloPatience.TotalSeconds:0.#} s");
                break;
        }
    }

    /// <summary>Reads until it is clear where to; a wait: it has gone, or took too long.</summary>
    private async Task<(HelloStep Step, ReadOnlyMemory<byte> Said)> ListenAsync(Socket socket, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(_terms.Settings.HelloPatience, _dialer.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        var (buffer, length) = (new byte[2048], 0);
        while (true)
        {
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * length, TlsHello.MaxBytes));
            var read = await SocketWords.ReceiveAsync(socket, buffer.AsMemory(length), either.Token).ConfigureAwait(false);
            if (read == 0) return (new HelloStep.Wait(), default);
            length += read;
            var step = TlsHello.Read(buffer.AsSpan(0, length));
            if (step is not HelloStep.Wait) return (step, buffer.AsMemory(0, length));
        }
    }

    private async Task LeadAsync(
        Socket socket, IPEndPoint source, HelloStep.Hello hello, ReadOnlyMemory<byte> said, CancellationToken cancel)
    {
        var place = _terms.Names.Find(hello.Name);
        if (place.Url is not { } url)
        {
            var sealedToo = hello.HasInner ? "; another name may be sealed in its hello (ECH), which nobody here can read" : "";
            await RefuseAsync(
                socket, source, "name", TlsHello.AnswerOf(TlsAlert.UnrecognizedName), $"{place.Why}{sealedToo}", cancel).ConfigureAwait(false);
            return;
        }

        if (_book.Begin(url, Now) is { } full)
        {
            await RefuseAsync(socket, source, "busy", TlsHello.AnswerOf(TlsAlert.InternalError), full, cancel).ConfigureAwait(false);
            return;
        }

        try
        {
            await ConnectAsync(socket, source, url, said, cancel).ConfigureAwait(false);
        }
        finally
        {
            _book.End(url);
        }
    }

    private async Task ConnectAsync(Socket socket, IPEndPoint source, RingUrl url, ReadOnlyMemory<byte> said, CancellationToken cancel)
    {
        var outcome = await _dialer.OpenAsync(_terms.WithTicket(url), cancel).ConfigureAwait(false);
        if (outcome is not StreamOpened { Stream: var stream })
        {
            var alert = outcome is StreamRefused { Code: StreamCode.NotFound } ? TlsAlert.UnrecognizedName : TlsAlert.InternalError;
            await RefuseAsync(
                socket, source, "service", TlsHello.AnswerOf(alert), ServiceDialer.WhyNot(outcome, url)!, cancel).ConfigureAwait(false);
            return;
        }

        await using (stream.ConfigureAwait(false))
        {
            if (_terms.TellsWho && socket.LocalEndPoint is IPEndPoint local)
                await stream.Output.WriteAsync(new ProxyHeader(source, local).ToBytes(), cancel).ConfigureAwait(false);
            await stream.Output.WriteAsync(said, cancel).ConfigureAwait(false);
            using var idle = new CancellationTokenSource(_terms.Settings.IdlePatience, _dialer.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancel);
            ValueTask CarriedAsync(int bytes, CancellationToken broken)
            {
                idle.CancelAfter(_terms.Settings.IdlePatience);
                return CountAsync(url, bytes, broken);
            }

            await CountAsync(url, said.Length, either.Token).ConfigureAwait(false);
            await TcpBridge.RunAsync(stream, () => stream.Reset(StreamCode.Cancelled), socket, either.Token, CarriedAsync)
                .ConfigureAwait(false);
            if (_book.WhyFull is { } used) Tell(source, "busy", used);
            if (idle.IsCancellationRequested)
                Tell(source, "idle", $"nothing went to or from {url} for {_terms.Settings.IdlePatience.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Counts bytes, and waits as long as their number says.</summary>
    private async ValueTask CountAsync(RingUrl url, int bytes, CancellationToken cancel)
    {
        var wait = _book.Carry(url, bytes, Now);
        // Bytes that are seen to be counted wait already.
        var paid = wait > TimeSpan.Zero ? Task.Delay(wait.Value, _dialer.Time, cancel) : Task.CompletedTask;
        Interlocked.Add(ref _bytes, bytes);
        _instruments.Carried(bytes);
        if (wait is null) throw new IOException(_book.WhyFull);
        await paid.ConfigureAwait(false);
    }

    private Task RefuseAsync(
        Socket socket, IPEndPoint source, string reason, ReadOnlyMemory<byte> answer, string why, CancellationToken cancel)
    {
        Tell(source, reason, why);
        return SocketWords.SendAwayAsync(socket, answer, _dialer.Time, cancel);
    }

    private void Tell(IPEndPoint source, string reason, string why)
    {
        _instruments.Refused(reason);
        _trouble($"{source} was closed: {why}");
    }
}
