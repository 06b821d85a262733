using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace BelmAgent.Web.Problems;

/// <summary>JSON as the interface speaks it: snake_case, and strict on input, so that a misspelt setting does not pass silently.</summary>
internal static class WebJson
{
    public static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions());

    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        // Answers are never HTML, and say so: words stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is no such JSON.</exception>
    /// <exception cref="WebException">It is not JSON at all.</exception>
    public static async Task<T> ReadBodyAsync<T>(this HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            throw new WebException(415, "json_needed", "The body must be JSON", "send it with 'Content-Type: application/json'");
        }

        return await JsonSerializer.DeserializeAsync<T>(request.Body, Options, request.HttpContext.RequestAborted) ?? throw new JsonException("The body is null.");
    }

    /// <summary>Answers with JSON.</summary>
    public static IResult Ok<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: status);

    /// <summary>Answers with JSON of something new.</summary>
    public static IResult Created<T>(HttpContext context, string location, T value)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase}/{location}";
        return Ok(value, StatusCodes.Status201Created);
    }

    /// <summary>Reads a picture's body of at most a limit, whatever its form says.</summary>
    public static Stream Upload(this HttpRequest request, long mebibytes)
    {
        if (request.ContentLength > mebibytes * 1024 * 1024)
        {
            throw new WebException(413, "image_too_large", $"The image has more than {mebibytes} MiB", "send a smaller one");
        }

        return request.Body;
    }
}
