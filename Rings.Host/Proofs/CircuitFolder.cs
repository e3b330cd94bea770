using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Proofs;

/// <summary>Circuits in Bristol Fashion that a node's owner put into the folder <c>circuits</c>: those that it proves and believes.</summary>
internal static class CircuitFolder
{
    /// <summary>Reads all of them.</summary>
    /// <exception cref="UserErrorException">One is none, or there are too many.</exception>
    public static CircuitBook Read(DataFolder data)
    {
        if (!Directory.Exists(data.CircuitsFolder)) return CircuitBook.Empty;
        var files = Directory.GetFiles(data.CircuitsFolder, "*.txt");
        return files.Length <= CircuitBook.MaxCircuits
            ? new([.. files.Select(Read)])
            : throw new UserErrorException($"{data.CircuitsFolder} has {files.Length} circuits: at most {CircuitBook.MaxCircuits}");
    }

    /// <summary>Reads a circuit.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public static NamedCircuit Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > NamedCircuit.MaxText }) throw new UserErrorException($"{path} is no circuit: it is too long");
            return NamedCircuit.Read(File.ReadAllBytes(path));
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"{path} is no circuit in Bristol Fashion: {wrong.Message}", wrong);
        }
    }

    /// <summary>What is shown of inputs, and the inputs.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="path">A file with the inputs in hex, the lowest bit of a byte first.</param>
    /// <exception cref="UserErrorException">They are not this circuit's.</exception>
    public static (NamedCircuitStatement Statement, FileWitness Witness) Prove(NamedCircuit circuit, string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            var inputs = Convert.FromHexString(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))));
            if (inputs.Length != (circuit.Inputs + 7) / 8) throw new UserErrorException($"{path}: expected {circuit.Inputs} bits in hex");
            return (new(circuit, [.. circuit.Compute(inputs)]), new(inputs));
        }
        catch (FormatException wrong)
        {
            throw new UserErrorException($"{path}: expected hex digits", wrong);
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException($"the circuit {circuit.Name} cannot be shown: {wrong.Message}", wrong);
        }
    }

    /// <summary>One of the book.</summary>
    /// <exception cref="UserErrorException">It is not here.</exception>
    public static NamedCircuit Find(CircuitBook book, string name)
    {
        try
        {
            return book.Find(Bytes32.Read(Convert.FromHexString(name)));
        }
        catch (Exception wrong) when (wrong is FormatException or ProtocolException)
        {
            throw new UserErrorException(
                "the node does not have this circuit: put its file into the folder 'circuits' of the data directory, as NAME.txt, and start the node anew", wrong);
        }
    }
}
