using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Disk;
using Rings.Host.Node;

namespace Rings.Host.Tests.Node;

/// <summary>The file that tells commands where the node is, on disks that take it and on others.</summary>
public sealed class EndpointFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-endpoint-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];
    private readonly ILoggerFactory _logging;

    public EndpointFileSpecs() => _logging = LoggerFactory.Create(logging => logging.AddProvider(new Told(_told)));

    private string Path => System.IO.Path.Combine(_folder, "endpoint");

    /// <summary>Stands where a file is written before it takes the place of the one that was there.</summary>
    private string InTheWay => Path + ".new";

    public void Dispose()
    {
        _logging.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_written_at_once_for_its_owner_alone_and_removed_at_the_end()
    {
        File.WriteAllText(Path, "of a node that was killed");
        var file = NewFile();

        await file.KeepAsync(CancellationToken.None);

        Assert.Equal("http://127.0.0.1:1/\n", File.ReadAllText(Path));
        Assert.True(OwnerOnlyFile.IsPrivate(Path));
        file.Remove();
        Assert.False(File.Exists(Path));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_told_once_and_tried_until_it_does()
    {
        Directory.CreateDirectory(InTheWay);
        File.WriteAllText(Path, "of a node that was killed");

        var keeping = NewFile().KeepAsync(CancellationToken.None);

        Assert.False(File.Exists(Path));
        for (var tries = 0; tries < 3; tries++) _time.Advance(EndpointFile.RetryAfter);
        Assert.False(keeping.IsCompleted);
        Directory.Delete(InTheWay);
        while (!keeping.IsCompleted)
        {
            _time.Advance(EndpointFile.RetryAfter);
            await Task.Yield();
        }

        await keeping;
        Assert.Equal("http://127.0.0.1:1/\n", File.ReadAllText(Path));
        Assert.Contains("--endpoint http://127.0.0.1:1/", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_ends_does_not_try_on()
    {
        Directory.CreateDirectory(InTheWay);
        using var stopping = new CancellationTokenSource();
        var keeping = NewFile().KeepAsync(stopping.Token);

        await stopping.CancelAsync();

        await keeping;
        Assert.False(File.Exists(Path));
    }

    private EndpointFile NewFile() => new(Path, "http://127.0.0.1:1/", _time, _logging.CreateLogger("test"));

    private sealed class Told(List<string> told) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            told.Add(formatter(state, exception));
    }
}
