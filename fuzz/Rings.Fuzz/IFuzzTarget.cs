namespace Rings.Fuzz;

/// <summary>Something that reads bytes from strangers.</summary>
/// <remarks>Add a target by adding a class with a parameterless constructor: <see cref="FuzzTargets"/> finds
/// it.</remarks>
internal interface IFuzzTarget
{
    /// <summary>What <c>--target</c> names, and the folder of its corpus: lower-case words with hyphens.</summary>
    string Name { get; }

    /// <summary>The longest input that can arrive, in bytes.</summary>
    int MaxBytes { get; }

    /// <summary>The most bytes that one run may allocate, whatever the input.</summary>
    long MaxAllocatedBytes { get; }

    /// <summary>Well-formed inputs that mutations start from, beside the files of the corpus.</summary>
    IEnumerable<byte[]> Seeds();

    /// <summary>
    /// Reads the input as production code does. Refusing it is fine, with the error that the reader documents and
    /// that is caught here; anything else that is thrown is a finding.
    /// </summary>
    void Run(ReadOnlySpan<byte> input);
}
