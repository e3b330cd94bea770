using System.Text;

namespace Rings.Host.Configuration;

/// <summary>
/// Finds each key of a HOCON text with its line, for words about what Akka's parser found there, and what would keep that
/// parser, or whoever reads its result, from ending. It judges nothing else.
/// </summary>
/// <remarks>Akka's parser keeps no lines.</remarks>
internal sealed class HoconKeys
{
    // What no value begins with or goes on with: within a list Akka's parser waits for ever for the value before it.
    private const string NoValue = "$}:=?!@*&\\^`";

    private readonly string _text;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Name, int Line)> _substitutions = [];
    private readonly Stack<(char Open, string Path, int Line)> _open = new();
    private readonly StringBuilder _key = new();
    private int _at;
    private int _line = 1;
    private int _keyLine;
    private string _path = "";
    private string? _value;
    private bool _hasValue;
    private bool _endsInComment;
    private bool _isOver;

    private HoconKeys(string text) => _text = text;

    /// <summary>Where the parser would not end, and why, in words; null: it ends.</summary>
    public (int Line, string Why)? Endless { get; private set; }

    /// <summary>Reads a text, whatever it holds.</summary>
    public static HoconKeys Read(string text)
    {
        var keys = new HoconKeys(text);
        while (keys._at < text.Length && keys.Endless is null && !keys._isOver) keys.Step(text[keys._at]);
        keys.Record();
        if (keys.InList && keys._endsInComment) keys.Endless ??= (keys._open.Peek().Line, "'[' is not closed");
        keys.Endless ??= keys.Circle();
        return keys;
    }

    /// <summary>The line where a full key, such as <c>rings.http.port</c>, stands last; null: not found.</summary>
    public int? LineOf(string key) => _lines.TryGetValue(key, out var line) ? line : null;

    /// <summary>Whether something is assigned to a key, were it nothing.</summary>
    public bool IsAssigned(string key) => _assigned.Contains(key);

    /// <summary>The key on a line to which nothing is assigned; null: there is none.</summary>
    public string? ValuelessAt(int line) => _value is { } path && !_hasValue && _lines[path] == line ? path : null;

    private bool InList => _open.TryPeek(out var open) && open.Open == '[';

    private void Step(char character)
    {
        switch (character)
        {
            case '\n':
                _line++;
                _at++;
                if (_hasValue) EndValue();
                break;

            case '#':
            case '/' when At("//"):
                while (_at < _text.Length && _text[_at] != '\n') _at++;
                _endsInComment = _at == _text.Length;
                break;

            case '"':
                Quoted();
                break;

            case '$' when At("${"):
                Substitution();
                break;

            case var _ when InList && NoValue.Contains(character, StringComparison.Ordinal):
                Endless = (_line, character == '}'
                    ? $"'}}' does not close the '[' of line {_open.Peek().Line}"
                    : $"'{character}' stands in a list: put the value in double quotes");
                break;

            default:
                Structure(character);
                break;
        }
    }

    private void Structure(char character)
    {
        switch (character)
        {
            case '{' or '[':
                _hasValue = true;
                var inner = _value ?? Record() ?? _path;
                _open.Push((character, _path, _line));
                (_path, _value) = (inner, null);
                break;

            case '}' or ']':
                var hasKey = Record() is not null;
                // A brace that closes nothing is the end of what the parser reads.
                _isOver = character == '}' && _open.Count == 0 && _value is null && !hasKey;
                if (_open.TryPeek(out var open) && open.Open == (character == '}' ? '{' : '['))
                {
                    _open.Pop();
                    _path = open.Path;
                }

                EndValue();
                break;

            case '=' or ':' when _value is null:
                if (Record() is { } key)
                {
                    _assigned.Add(key);
                    (_value, _hasValue) = (key, false);
                }

                break;

            case ',':
                Record();
                EndValue();
                break;

            default:
                Add(character.ToString());
                break;
        }

        _at++;
    }

    /// <summary>A part of the key, or of the value, that is being read.</summary>
    private void Add(string text)
    {
        if (InList || _value is not null)
        {
            _hasValue |= !string.IsNullOrWhiteSpace(text);
            return;
        }

        if (string.IsNullOrWhiteSpace(text) && _key.Length == 0) return;
        // A key may end its line and its brace stand on another; another word there is another key.
        if (_key.Length > 0 && _keyLine != _line && !string.IsNullOrWhiteSpace(text)) Record();
        if (_key.Length == 0) _keyLine = _line;
        _key.Append(text);
    }

    private void EndValue() => (_value, _hasValue) = (null, false);

    private string? Record()
    {
        var key = _key.ToString().Trim();
        _key.Clear();
        if (key.Length == 0) return null;
        var path = _path.Length == 0 ? key : $"{_path}.{key}";
        _lines[path] = _keyLine;
        return path;
    }

    private void Quoted()
    {
        var quote = At("\"\"\"") ? "\"\"\"" : "\"";
        var begin = _at += quote.Length;
        var line = _line;
        while (_at < _text.Length && !At(quote))
        {
            if (_text[_at] == '\n') line++;
            _at += _text[_at] == '\\' && quote.Length == 1 ? 2 : 1;
        }

        Add(_text[begin..Math.Min(_at, _text.Length)]);
        _hasValue |= _value is not null;
        (_at, _line) = (Math.Min(_at, _text.Length) + quote.Length, line);
    }

    private void Substitution()
    {
        var begin = _at + (At("${?") ? 3 : 2);
        var end = begin;
        while (end < _text.Length && _text[end] is not ('"' or '\n') && !NoValue.Contains(_text[end], StringComparison.Ordinal))
            end++;
        var isClosed = end < _text.Length && _text[end] == '}';
        if (!isClosed && InList) Endless = (_line, "'${' is not closed");
        // Akka's parser puts the whole text in its place, in which it is contained once more.
        if (At("${?")) Endless ??= (_line, $"${{?{_text[begin..end]}}} is not read, and neither is the environment: write ${{KEY}} of this file");
        _substitutions.Add((_value ?? _path, _text[begin..end].Trim(), _line));
        _hasValue = true;
        _at = isClosed ? end + 1 : end;
    }

    private bool At(string text) => _text.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);

    /// <summary>A value that stands for itself, over however many others: whoever reads it does not come to an end.</summary>
    private (int Line, string Why)? Circle()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, name, line) in _substitutions)
        {
            if (name.Length > 0 && Leads(name, [], done)) return (line, $"${{{name}}} stands for itself");
        }

        return null;
    }

    private bool Leads(string name, HashSet<string> above, HashSet<string> done)
    {
        const int Deepest = 100;
        if (done.Contains(name)) return false;
        if (!above.Add(name) || above.Count > Deepest) return true;
        foreach (var (path, next, _) in _substitutions)
        {
            if ((IsUnder(path, name) || IsUnder(name, path)) && Leads(next, above, done)) return true;
        }

        above.Remove(name);
        done.Add(name);
        return false;
    }

    private static bool IsUnder(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '.');
}
