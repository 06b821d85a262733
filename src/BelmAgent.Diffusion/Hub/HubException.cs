using System.Net;

namespace BelmAgent.Diffusion.Hub;

/// <summary>A model could not be fetched from a hub.</summary>
public sealed class HubException : BelmException
{
    private const string NotFetched = "model_not_fetched";
    private const double Gibibyte = 1L << 30;

    private HubException(string code, ErrorKind kind, string subject, string problem, string remedy, Exception? inner = null)
        : base(code, kind, problem, remedy, inner) => Subject = subject;

    /// <summary>Gets the repository, file, host or folder that it is about.</summary>
    public string Subject { get; }

    /// <summary>Gets the HTTP status; null where none came.</summary>
    public int? Status { get; private init; }

    /// <summary>Gets how long the host asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Creates the failure <c>not_a_repository</c>: what was given names no repository of a hub.</summary>
    /// <param name="name">The given text.</param>
    /// <param name="endpoint">The hub that would be asked.</param>
    public static HubException NotARepository(string name, Uri endpoint) => new(
        "not_a_repository",
        ErrorKind.InvalidInput,
        name,
        $"'{name}' is not a model name",
        $"use OWNER/NAME, or the address of its page at {endpoint.AbsoluteUri.TrimEnd('/')}; single files and archives are not supported");

    /// <summary>Creates the failure <c>repository_not_found</c>: the hub has no such repository, revision or file.</summary>
    /// <param name="subject">The requested repository or file.</param>
    /// <param name="revision">The revision that was asked for.</param>
    public static HubException NotFound(string subject, string revision) => new(
        "repository_not_found",
        ErrorKind.NotFound,
        subject,
        $"The hub has no '{subject}' at revision '{revision}'",
        "check the name and --revision, and set HF_TOKEN if it is a private model");

    /// <summary>Creates the failure <c>hub_refused</c>: the hub does not let this user have the model.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="status">The HTTP status, 401 or 403.</param>
    /// <param name="hadToken">Whether a token was sent.</param>
    public static HubException Refused(string repository, int status, bool hadToken) => new(
        "hub_refused",
        ErrorKind.NotUsable,
        repository,
        $"Access to '{repository}' was denied ({status})",
        hadToken
            ? "accept the model's terms on its page, and check that the token may read it"
            : "accept the model's terms on its page if it has any, and set an access token as HF_TOKEN")
    {
        Status = status,
    };

    /// <summary>Creates the failure <c>hub_unavailable</c>: the hub did not answer, broke off, or answered that it cannot; another try may do.</summary>
    /// <param name="host">The host that was asked.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    public static HubException Unavailable(string host, string reason, Exception? inner = null) => Unavailable(host, reason, null, null, inner);

    /// <summary>Creates the failure <c>hub_unavailable</c> of an answer that tells it.</summary>
    /// <param name="host">The host that was asked.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="retryAfter">How long the host asks to be left alone. Null: it does not say.</param>
    public static HubException Unavailable(string host, HttpStatusCode status, TimeSpan? retryAfter) =>
        Unavailable(host, $"it answers {(int)status}", (int)status, retryAfter, null);

    /// <summary>Creates the failure <c>model_not_fetched</c> of a list of files that no honest hub gives, or that has nothing to take.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reason">The fault.</param>
    /// <param name="entry">The entry at fault, as the hub gave it. Default: null, none.</param>
    /// <param name="inner">The exception that caused it. Default: null.</param>
    public static HubException Listing(string repository, string reason, string? entry = null, Exception? inner = null) => new(
        NotFetched,
        ErrorKind.NotUsable,
        entry ?? repository,
        $"The files of '{repository}' cannot be downloaded ({reason})",
        "choose another model, or select files with --include",
        inner);

    /// <summary>Creates the failure <c>model_not_fetched</c> of a file that came whole, and is not the one that the list of files names.</summary>
    /// <param name="file">Its path in the repository.</param>
    /// <param name="expected">Its size or checksum by the list.</param>
    /// <param name="found">The received content.</param>
    public static HubException Content(string file, string expected, string found) => new(
        NotFetched,
        ErrorKind.NotUsable,
        file,
        $"'{file}' failed its check ({found} instead of {expected}) and was discarded",
        "run the same command again, and do not trust the endpoint if it fails again");

    /// <summary>Creates the failure <c>model_not_fetched</c> of another process that fetches into the same folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="inner">The system's exception.</param>
    public static HubException InProgress(string folder, Exception? inner = null) => new(
        NotFetched, ErrorKind.NotUsable, folder, $"Another pull is writing to '{folder}'", "wait for it, or name another folder with --to", inner)
    {
        SafeProblem = "Another pull is writing to the model's folder",
    };

    /// <summary>Creates the failure <c>model_exists</c>: something is in the place of the folder that a model is to be fetched into; it was not touched.</summary>
    /// <param name="folder">The folder.</param>
    public static HubException Exists(string folder) => new(
        "model_exists",
        ErrorKind.InvalidInput,
        folder,
        $"'{folder}' exists already and was left as it is",
        "name another folder with --to, or remove it first")
    {
        SafeProblem = "The model's folder exists already and was left as it is",
    };

    /// <summary>Creates the failure <c>disk_full</c>: the disk has not the room that a model needs; nothing was fetched.</summary>
    /// <param name="folder">Where it was to go.</param>
    /// <param name="needed">Bytes that are still to be fetched.</param>
    /// <param name="free">Bytes that are free.</param>
    public static HubException NoSpace(string folder, long needed, long free) => new(
        "disk_full",
        ErrorKind.NotUsable,
        folder,
        FormattableString.Invariant($"'{folder}' needs {needed / Gibibyte:0.##} GiB and its disk has {free / Gibibyte:0.##} GiB free"),
        "free some space, or name a folder on another disk with --to")
    {
        SafeProblem = "The disk does not have the free space that the model needs",
    };

    private static HubException Unavailable(string host, string reason, int? status, TimeSpan? retryAfter, Exception? inner) => new(
        "hub_unavailable",
        ErrorKind.Unavailable,
        host,
        $"{host} is not available ({reason})",
        "check the connection and Belm:Models:Endpoint, and run the same command later; files downloaded so far are kept",
        inner)
    {
        Status = status,
        RetryAfter = retryAfter,
    };
}
