using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BelmAgent.Workflows.Worker;

namespace BelmAgent.Workflows.Tests.Doubles;

/// <summary>A PostgreSQL server of these tests' own, on a free port, if the system has the programs.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    /// <summary>The reason for which tests are skipped without one.</summary>
    public const string Missing = "PostgreSQL is not installed (Debian: apt-get install postgresql)";

    private readonly string? _programs = FindPrograms();
    private string _folder = "";
    private int _port;
    private string _template = "template1";

    /// <summary>Gets whether there is one.</summary>
    public bool IsAvailable { get; private set; }

    /// <summary>Creates a database without rows and returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync() => Connection(await NameAsync());

    private async Task<string> NameAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await RunAsync("createdb", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "belm", "-T", _template, name);
        return name;
    }

    private string Connection(string name) => $"Host=127.0.0.1;Port={_port};Username=belm;Database={name};Timeout=5;Maximum Pool Size=10";

    /// <summary>Ends the server as a crash would, and starts it again.</summary>
    public Task CrashAsync() => ControlAsync("restart", "-m", "immediate");

    public async ValueTask InitializeAsync()
    {
        if (_programs is null)
        {
            return;
        }

        _folder = Directory.CreateTempSubdirectory("belm-pg-").FullName;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        if (Environment.IsPrivilegedProcess)
        {
            await RunPlainAsync("chown", "postgres", _folder);
        }

        await RunAsync("initdb", "-D", Data, "-A", "trust", "-U", "belm", "--no-sync");
        await ControlAsync("start");
        IsAvailable = true;

        // Databases are copies of one that has its tables already.
        var connection = $"{Connection(await NameAsync())};Pooling=false";
        using var bench = new Workbench(_folder, connection);
        await bench.Registry.HealthAsync(null, CancellationToken.None);
        await bench.Carrier.NotifyAsync(Workbench.Queue, 1, CancellationToken.None);
        _template = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
    }

    public async ValueTask DisposeAsync()
    {
        if (IsAvailable)
        {
            await ControlAsync("stop", "-m", "immediate");
        }

        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order(StringComparer.Ordinal).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private Task ControlAsync(string action, params string[] more) => RunAsync(
        "pg_ctl", [action, "-s", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off", .. more]);

    // The server refuses to run as root.
    private Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs!, program);
        return Environment.IsPrivilegedProcess ? RunPlainAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunPlainAsync(path, arguments);
    }

    private static async Task RunPlainAsync(string program, params string[] arguments)
    {
        // The server would keep its end of a pipe open.
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = arguments.Any(argument => argument.EndsWith("initdb", StringComparison.Ordinal)) })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}");
    }
}
