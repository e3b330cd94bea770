using System.Globalization;
using Rings.Actors.Disk;
using Rings.Host.Cli;

namespace Rings.Host.Mail;

/// <summary>
/// Messages that came while nobody listened, until their owner removes them: a file each in <c>mail</c> of the data
/// directory, so that a restart loses none. Thread-safe.
/// </summary>
internal sealed class LetterBox
{
    private const string Extension = ".json";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Letter> _letters = [];
    private readonly string _folder;
    private readonly ILogger _log;
    private bool _failing;

    private LetterBox(string folder, ILogger log) => (_folder, _log) = (folder, log);

    /// <summary>Reads the letters that are there. One that cannot be read is left where it is, and told.</summary>
    /// <param name="folder">Where they are; made with the first.</param>
    /// <param name="log">Told of what goes wrong.</param>
    public static LetterBox Open(string folder, ILogger log)
    {
        var box = new LetterBox(folder, log);
        if (!Directory.Exists(folder)) return box;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal).Take(LetterRules.MaxLetters))
        {
            try
            {
                box._letters[file] = Letter.Of(File.ReadAllText(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
            {
                log.LogWarning("The letter {File} cannot be read and is left out: {Why}", file, error.Message);
            }
        }

        return box;
    }

    /// <summary>All letters, the oldest first.</summary>
    public IReadOnlyList<Letter> All
    {
        get
        {
            lock (_lock) return [.. _letters.Values.OrderBy(letter => letter.Came)];
        }
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _letters.Count;
        }
    }

    /// <summary>Keeps a letter. Where there are too many, others make room (<see cref="LetterRules"/>).</summary>
    /// <param name="letter">The letter.</param>
    public void Add(Letter letter)
    {
        lock (_lock)
        {
            var file = Path.Combine(_folder, Name(letter));
            if (!TryWrite(file, letter)) return;
            _letters[file] = letter;
            foreach (var gone in LetterRules.TooMany(_letters.Values))
            {
                _log.LogWarning("The mail of {From} takes too much room: the letter {Id} is thrown away", gone.From, gone.Id);
                TryRemove(gone);
            }
        }
    }

    /// <summary>Removes a letter.</summary>
    /// <returns>False: it is not there.</returns>
    /// <exception cref="IOException">The disk keeps it.</exception>
    public bool Remove(Letter letter)
    {
        lock (_lock)
        {
            var file = Path.Combine(_folder, Name(letter));
            if (!_letters.ContainsKey(file)) return false;
            File.Delete(file);
            return _letters.Remove(file);
        }
    }

    // In the order of their coming. What a sender chose is no part of it that leads anywhere: 32 hex digits.
    private static string Name(Letter letter) => string.Create(
        CultureInfo.InvariantCulture, $"{letter.Came.ToUnixTimeMilliseconds():D15}-{string.Concat(letter.Id.Where(char.IsAsciiHexDigit).Take(32))}{Extension}");

    /// <summary>A disk that takes nothing loses the letter at the next restart: until then the history has it.</summary>
    private bool TryWrite(string file, Letter letter)
    {
        try
        {
            new DataFolder(_folder).Create();
            OwnerOnlyFile.Write(file, letter.Data + "\n");
            _failing = false;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
            if (!_failing) _log.LogWarning("A message that nobody heard cannot be kept in {Folder}: {Why}", _folder, error.Message);
            _failing = true;
            return false;
        }
    }

    private void TryRemove(Letter letter)
    {
        var file = Path.Combine(_folder, Name(letter));
        _letters.Remove(file);
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.LogWarning("{File} cannot be removed: {Why}", file, error.Message);
        }
    }
}
