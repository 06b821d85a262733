using System.Globalization;

namespace BelmAgent.Diffusion.Graphs;

/// <summary>Reads an ONNX file's outline in one pass (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).</summary>
/// <remarks>Every place where the format allows a tensor is visited, since each could refer to a file.</remarks>
internal sealed class OnnxOutlineReader
{
    private const int MaxDimensions = 64;
    private readonly WireReader _wire;
    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly List<GraphPort> _inputs = [];
    private readonly List<GraphPort> _outputs = [];
    private readonly List<StoredTensor> _tensors = [];
    private readonly HashSet<string> _weights = new(StringComparer.Ordinal);
    private long _irVersion;
    private string _producer = "";
    private string _producerVersion = "";
    private bool _hasGraph;

    private OnnxOutlineReader(Stream stream) => _wire = new WireReader(stream);

    /// <exception cref="InvalidDataException">The stream does not contain an ONNX model.</exception>
    public static OnnxOutline Read(Stream stream) => new OnnxOutlineReader(stream).Model();

    private OnnxOutline Model()
    {
        while (_wire.Next())
        {
            switch (_wire.Field)
            {
                case 1:
                    _irVersion = _wire.Number;
                    break;
                case 2:
                    _producer = _wire.Text();
                    break;
                case 3:
                    _producerVersion = _wire.Text();
                    break;
                case 7:
                    _hasGraph = true;
                    _wire.Message(() => Graph(isMain: true));
                    break;
                case 8:
                    _wire.Message(OperatorSet);
                    break;
                case 20:
                    _wire.Message(TrainingInfo);
                    break;
                case 25:
                    _wire.Message(Function);
                    break;
            }
        }

        return _hasGraph
            ? new OnnxOutline
            {
                IrVersion = _irVersion,
                Producer = $"{_producer} {_producerVersion}".Trim(),
                Opsets = _opsets,
                Inputs = [.. _inputs.Where(input => !_weights.Contains(input.Name))],
                Outputs = _outputs,
                Tensors = _tensors,
            }
            : throw new InvalidDataException("it contains no graph");
    }

    private void OperatorSet()
    {
        var (domain, version) = ("", 0L);
        while (_wire.Next())
        {
            domain = _wire.Field == 1 ? _wire.Text() : domain;
            version = _wire.Field == 2 ? _wire.Number : version;
        }

        _opsets[domain.Length == 0 ? "ai.onnx" : domain] = version;
    }

    private void TrainingInfo()
    {
        while (_wire.Next())
        {
            if (_wire.Field is 1 or 2)
            {
                _wire.Message(() => Graph(isMain: false));
            }
        }
    }

    private void Function()
    {
        while (_wire.Next())
        {
            if (_wire.Field == 7)
            {
                _wire.Message(Node);
            }
            else if (_wire.Field == 11)
            {
                _wire.Message(Attribute);
            }
        }
    }

    private void Graph(bool isMain)
    {
        while (_wire.Next())
        {
            switch (_wire.Field)
            {
                case 1:
                    _wire.Message(Node);
                    break;
                case 5:
                    _wire.Message(() => Tensor(isMain));
                    break;
                case 11 when isMain:
                    _wire.Message(() => _inputs.Add(Port()));
                    break;
                case 12 when isMain:
                    _wire.Message(() => _outputs.Add(Port()));
                    break;
                case 15:
                    _wire.Message(SparseTensor);
                    break;
            }
        }
    }

    private void Node()
    {
        while (_wire.Next())
        {
            if (_wire.Field == 5)
            {
                _wire.Message(Attribute);
            }
        }
    }

    private void Attribute()
    {
        while (_wire.Next())
        {
            switch (_wire.Field)
            {
                case 5 or 10:
                    _wire.Message(() => Tensor(isWeights: false));
                    break;
                case 6 or 11:
                    _wire.Message(() => Graph(isMain: false));
                    break;
                case 22 or 23:
                    _wire.Message(SparseTensor);
                    break;
            }
        }
    }

    private void SparseTensor()
    {
        while (_wire.Next())
        {
            if (_wire.Field is 1 or 2)
            {
                _wire.Message(() => Tensor(isWeights: false));
            }
        }
    }

    private void Tensor(bool isWeights)
    {
        var (name, type, isExternal) = ("", 0, false);
        long? raw = null;
        List<long> dimensions = [];
        List<KeyValuePair<string, string>> external = [];
        while (_wire.Next())
        {
            switch (_wire.Field)
            {
                case 1:
                    dimensions.AddRange(_wire.Numbers(MaxDimensions));
                    break;
                case 2:
                    type = (int)_wire.Number;
                    break;
                case 8:
                    name = _wire.Text();
                    break;
                case 9 when _wire.IsBytes:
                    raw = _wire.Length;
                    break;
                case 13:
                    _wire.Message(() => external.Add(Entry()));
                    break;
                case 14:
                    isExternal = _wire.Number != 0;
                    break;
            }
        }

        if (dimensions.Count > MaxDimensions)
        {
            throw new InvalidDataException($"the weights '{name}' have {dimensions.Count} dimensions");
        }

        _tensors.Add(new StoredTensor(name, type, dimensions, raw, isExternal, external));
        if (isWeights)
        {
            _weights.Add(name);
        }
    }

    private KeyValuePair<string, string> Entry()
    {
        var (key, value) = ("", "");
        while (_wire.Next())
        {
            key = _wire.Field == 1 ? _wire.Text() : key;
            value = _wire.Field == 2 ? _wire.Text() : value;
        }

        return new(key, value);
    }

    private GraphPort Port()
    {
        var (name, type) = ("", "none");
        List<string>? dimensions = null;
        while (_wire.Next())
        {
            if (_wire.Field == 1)
            {
                name = _wire.Text();
            }
            else if (_wire.Field == 2)
            {
                _wire.Message(() => InEach(1, () => (type, dimensions) = TensorType()));
            }
        }

        return new GraphPort(name, type, dimensions);
    }

    private (string Type, List<string>? Dimensions) TensorType()
    {
        var type = 0;
        List<string>? dimensions = null;
        while (_wire.Next())
        {
            if (_wire.Field == 1)
            {
                type = (int)_wire.Number;
            }
            else if (_wire.Field == 2)
            {
                dimensions = [];
                _wire.Message(() => InEach(1, () => dimensions.Add(Dimension())));
            }
        }

        return (ElementType.Name(type), dimensions);
    }

    private string Dimension()
    {
        var size = "?";
        while (_wire.Next())
        {
            size = _wire.Field switch
            {
                1 => _wire.Number.ToString(CultureInfo.InvariantCulture),
                2 => _wire.Text(),
                _ => size,
            };
        }

        return size;
    }

    private void InEach(int field, Action read)
    {
        while (_wire.Next())
        {
            if (_wire.Field == field)
            {
                _wire.Message(read);
            }
        }
    }
}
