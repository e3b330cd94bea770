using System.Security.Cryptography;
using Rings.Protocol;

namespace Rings.Sovereign.Circuits;

/// <summary>
/// Reads circuits in Bristol Fashion, strictly: numbers of gates and wires; of inputs and their bits; of outputs and theirs;
/// then a gate a line. Inputs are the first wires, outputs the last; each wire is written once, before it is read.
/// </summary>
internal ref struct BristolReader
{
    /// <summary>Longest text, bytes.</summary>
    public const int MaxText = 64 << 20;

    private const string Field = "circuit";

    /// <summary>Most gates, and most wires: 2²².</summary>
    private const int MaxGates = 1 << 22;

    private const int MaxValues = 1024;
    private const int NotWritten = -1;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _ands;

    private BristolReader(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The name of a circuit: SHA-256 of its text.</summary>
    public static byte[] NameOf(ReadOnlySpan<byte> text) => SHA256.HashData(text);

    /// <summary>Reads a circuit.</summary>
    /// <exception cref="ProtocolException">No such text, or beyond a limit; sizes are refused before memory is taken.</exception>
    public static Circuit Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxText) throw Refused("at most 64 MiB of text");
        return new BristolReader(text).Read();
    }

    private Circuit Read()
    {
        var gates = Number(MaxGates);
        var wires = Number(MaxGates);
        EndLine();
        var inputs = Values(wires);
        var outputs = Values(wires);
        // The shortest gate is "1 1 0 1 EQ"; a text that is too short for its numbers takes no memory.
        if (gates > _text.Length / 8) throw Refused("as many gates as it says");
        if (wires != inputs + gates) throw Refused("as many wires as inputs and gates");
        var places = new int[wires];
        Array.Fill(places, NotWritten);
        for (var i = 0; i < inputs; i++) places[i] = i;
        var read = new List<Gate>(gates);
        var written = inputs;
        for (var i = 0; i < gates; i++) ReadGate(places, read, ref written);
        SkipBlank(andLines: true);
        if (_at != _text.Length) throw Refused("nothing behind its last gate");
        return Circuit.Of(CircuitPart.Create(inputs, written, [.. read], places.AsSpan(wires - outputs)));
    }

    private void ReadGate(int[] places, List<Gate> gates, ref int written)
    {
        var operands = Number(2);
        if (operands == 0 || Number(1) != 1) throw Refused("gates of one or two inputs and one output");
        var left = Number(places.Length);
        var right = operands == 2 ? Number(places.Length) : 0;
        var target = Number(places.Length);
        if (target >= places.Length || places[target] != NotWritten) throw Refused("each wire written once");
        var word = Word();
        EndLine();
        GateKind? kind = (operands, word) switch
        {
            (2, "XOR") => GateKind.Xor,
            (2, "AND") => GateKind.And,
            (1, "INV") => GateKind.Not,
            (1, "EQ") => GateKind.Constant,
            (1, "EQW") => null,
            _ => throw Refused("the gates XOR, AND, INV, EQ and EQW"),
        };
        if (kind == GateKind.And && ++_ands > Circuit.MaxAnds) throw Refused("at most 2^20 AND gates");
        if (kind == GateKind.Constant)
        {
            if (left > 1) throw Refused("0 or 1 as a constant");
        }
        else
        {
            left = Written(places, left);
        }

        if (operands == 2) right = Written(places, right);
        if (kind is null)
        {
            places[target] = left;
            return;
        }

        gates.Add(new(kind.Value, written, left, right));
        places[target] = written++;
    }

    private static int Written(int[] places, int wire) => wire < places.Length && places[wire] != NotWritten
        ? places[wire]
        : throw Refused("each wire written before it is read");

    /// <summary>A line with a number of values and the bits of each.</summary>
    /// <returns>Bits of all.</returns>
    private int Values(int wires)
    {
        var values = Number(MaxValues);
        var bits = 0;
        for (var i = 0; i < values; i++)
        {
            bits += Number(MaxGates);
            if (bits > wires) throw Refused("no more inputs or outputs than wires");
        }

        EndLine();
        return bits > 0 ? bits : throw Refused("at least one input and one output");
    }

    private int Number(int most)
    {
        SkipBlank();
        var (number, from) = (0, _at);
        while (_at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9')
        {
            number = (10 * number) + _text[_at++] - '0';
            if (number > most) throw Refused("numbers within its limits");
        }

        var isShortest = _at == from + 1 || (_at > from && _text[from] != '0');
        return isShortest && (_at == _text.Length || _text[_at] <= ' ') ? number : throw Refused("whole numbers");
    }

    private string Word()
    {
        SkipBlank();
        var from = _at;
        while (_at < _text.Length && _text[_at] > ' ') _at++;
        return _text[from.._at] switch
        {
            [(byte)'X', (byte)'O', (byte)'R'] => "XOR",
            [(byte)'A', (byte)'N', (byte)'D'] => "AND",
            [(byte)'I', (byte)'N', (byte)'V'] => "INV",
            [(byte)'E', (byte)'Q'] => "EQ",
            [(byte)'E', (byte)'Q', (byte)'W'] => "EQW",
            _ => "",
        };
    }

    private void SkipBlank(bool andLines = false)
    {
        while (_at < _text.Length && (_text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' || (andLines && _text[_at] == '\n')))
            _at++;
    }

    /// <summary>The end of a line, and empty lines behind it.</summary>
    private void EndLine()
    {
        SkipBlank();
        if (_at < _text.Length && _text[_at] != '\n') throw Refused("a line for each gate");
        SkipBlank(andLines: true);
    }

    private static ProtocolException Refused(string expected) => new(Field, expected);
}
