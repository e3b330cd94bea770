using Rings.Host.Cli;

namespace Rings.Host.Configuration;

/// <summary>
/// Finds each key of a HOCON text with its line, and refuses a text that is not closed properly.
/// </summary>
/// <remarks>
/// Akka's parser keeps no lines, takes a stray bracket for a value, and does not end on a list that is not closed:
/// so a user's file passes here first.
/// </remarks>
internal sealed class HoconKeys
{
    private readonly string _file;
    private readonly string _text;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Stack<(char Open, string Path, int Line)> _open = new();
    private int _at;
    private int _line = 1;
    private string _path = "";
    private string _key = "";

    private HoconKeys(string file, string text) => (_file, _text) = (file, text);

    /// <summary>Each full key, such as <c>rings.http.port</c>, and the line where it stands last.</summary>
    /// <exception cref="UserErrorException">A bracket or quote is not closed, or something stands where a key
    /// should.</exception>
    public static IReadOnlyDictionary<string, int> Read(string file, string text)
    {
        var keys = new HoconKeys(file, text);
        keys.Scan();
        return keys._lines;
    }

    private bool InList => _open.TryPeek(out var open) && open.Open == '[';

    private void Scan()
    {
        while (_at < _text.Length) Step(_text[_at]);
        EndKey();
        if (_open.TryPeek(out var open)) throw Error(open.Line, $"'{open.Open}' is not closed");
    }

    private void Step(char character)
    {
        switch (character)
        {
            case '\n':
                _line++;
                _at++;
                EndKey();
                break;

            case '#':
            case '/' when _text.AsSpan(_at).StartsWith("//", StringComparison.Ordinal) && _key.Trim().Length == 0:
                SkipLine();
                break;

            case '{' or '[':
                Open(character);
                break;

            case '}' or ']':
                Close(character);
                break;

            case '=' or ':' when !InList:
                StartValue();
                break;

            case ',':
                _at++;
                EndKey();
                break;

            case '"':
                _key += ReadQuoted();
                break;

            default:
                _key += character;
                _at++;
                break;
        }
    }

    private void Open(char bracket)
    {
        var inner = bracket == '{' && !InList ? Record() : _path;
        _open.Push((bracket, _path, _line));
        _path = inner;
        _key = "";
        _at++;
    }

    private void Close(char bracket)
    {
        EndKey();
        if (!_open.TryPop(out var open)) throw Error(_line, $"'{bracket}' closes nothing");
        if (bracket != (open.Open == '{' ? '}' : ']'))
            throw Error(_line, $"'{bracket}' does not close the '{open.Open}' of line {open.Line}");
        _path = open.Path;
        _at++;
    }

    // After "key =": an object or list is opened by Step; anything else is taken whole here.
    private void StartValue()
    {
        var path = Record();
        _at++;
        while (_at < _text.Length && _text[_at] is ' ' or '\t') _at++;
        if (_at < _text.Length && _text[_at] is '{' or '[')
        {
            _open.Push((_text[_at], _path, _line));
            _path = _text[_at] == '{' ? path : _path;
            _key = "";
            _at++;
            return;
        }

        var value = "";
        while (_at < _text.Length && _text[_at] is not ('\n' or '#' or '}' or ','))
            value += _text[_at] == '"' ? "\"" + ReadQuoted() : _text[_at++].ToString();
        if (value.Trim().Length == 0) throw Error(_line, $"'{path}' has no value");
        _key = "";
    }

    private string Record()
    {
        var key = _key.Trim();
        if (key.Length == 0 && _open.Count > 0) throw Error(_line, "a key is missing here");
        var path = _path.Length == 0 || key.Length == 0 ? _path + key : $"{_path}.{key}";
        if (key.Length > 0) _lines[path] = _line;
        return path;
    }

    private void EndKey()
    {
        if (!InList && _key.Trim().Length > 0) throw Error(_line, $"'{_key.Trim()}' has no value: write key = value");
        _key = "";
    }

    private string ReadQuoted()
    {
        var begin = _line;
        var quote = _text.AsSpan(_at).StartsWith("\"\"\"", StringComparison.Ordinal) ? "\"\"\"" : "\"";
        _at += quote.Length;
        var start = _at;
        while (_at < _text.Length && !_text.AsSpan(_at).StartsWith(quote, StringComparison.Ordinal))
        {
            if (_text[_at] == '\n' && quote.Length == 1) throw Error(begin, "a '\"' is not closed");
            if (_text[_at] == '\n') _line++;
            _at += _text[_at] == '\\' && quote.Length == 1 ? 2 : 1;
        }

        if (_at >= _text.Length) throw Error(begin, "a '\"' is not closed");
        var content = _text[start.._at];
        _at += quote.Length;
        return content;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n') _at++;
    }

    private UserErrorException Error(int line, string what) => new($"{_file}, line {line}: {what}");
}
