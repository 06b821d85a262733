using BelmAgent.Editing.Attempts;
using BelmAgent.Editing.Library;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging.Codecs;

namespace BelmAgent.Editing.Edits;

/// <summary>The editing domain: everything a command, a kernel function or a page can ask for. Transports only translate.</summary>
/// <remarks>
/// Safe to share between threads: calls that use the model wait for one another in order of arrival.
/// Approval, limits, path rules and ids are enforced here, whoever calls.
/// Every expected failure is a <see cref="BelmException"/> with a code, such as <c>image_not_found</c>, <c>path_not_allowed</c> or <c>not_approved</c>.
/// </remarks>
public interface IEditService
{
    /// <summary>Takes a picture file into the library, fitted to the model's size.</summary>
    /// <param name="path">A file under an allowed root.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Picture> ImportAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Takes a picture from a stream, such as an upload, into the library, fitted to the model's size.</summary>
    /// <param name="content">A PNG, JPEG or WebP picture. Read to its end without blocking; it need not seek, and stays open.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException">
    /// <c>image_too_large</c>: the picture is beyond <see cref="EditingOptions.MaxImportMebibytes"/> or <see cref="EditingOptions.MaxImportMegapixels"/>, which
    /// are checked before its pixels are decoded.
    /// </exception>
    Task<Picture> ImportAsync(Stream content, CancellationToken cancellationToken = default);

    /// <summary>Takes a mask file into the library: white where a picture may change, black where it stays.</summary>
    /// <param name="path">A file under an allowed root, of the picture's size or that of the file it came from.</param>
    /// <param name="imageId">The picture that it masks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The mask, whose id goes into <c>DirectInversionSetting.MaskId</c>.</returns>
    Task<Picture> ImportMaskAsync(string path, string imageId, CancellationToken cancellationToken = default);

    /// <summary>Takes a mask from a stream into the library: white where a picture may change, black where it stays.</summary>
    /// <param name="content">A picture of the picture's size or that of the file it came from. Read to its end; it stays open.</param>
    /// <param name="imageId">The picture that it masks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The mask, whose id goes into <c>DirectInversionSetting.MaskId</c> or <c>plan_edit</c>'s <c>mask_id</c>.</returns>
    /// <exception cref="ImageFormatException">The bytes are empty, not a picture, truncated or damaged.</exception>
    /// <exception cref="BelmException"><c>image_too_large</c>: the mask is beyond the limits of imported pictures.</exception>
    Task<Picture> ImportMaskAsync(Stream content, string imageId, CancellationToken cancellationToken = default);

    /// <summary>Finds a picture by its id.</summary>
    /// <param name="imageId">The id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<Picture> GetAsync(string imageId, CancellationToken cancellationToken = default);

    /// <summary>Opens a picture for reading, as PNG.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="withRecipe">
    /// Whether the PNG carries the picture's recipe as text, prompts included: the library's file as it is. False, for users who must not
    /// read them: the picture encoded anew, in its colour profile, without any text. Default: true.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The bytes, for the caller to dispose of.</returns>
    /// <exception cref="BelmException"><c>image_not_found</c>: there is no such picture.</exception>
    Task<Stream> OpenReadAsync(string imageId, bool withRecipe = true, CancellationToken cancellationToken = default);

    /// <summary>Says what a picture shows: the recipe's caption, else the model's describer.</summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The description; its caption is null when nothing on this machine can tell.</returns>
    Task<PictureDescription> DescribeAsync(string imageId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Says what an edit of a picture is planned on: for an edited picture all that was asked so far, its merged target prompt; for any other
    /// what it shows.
    /// </summary>
    /// <param name="imageId">The picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The caption; null when nothing on this machine can tell.</returns>
    Task<string?> GetCaptionAsync(string imageId, CancellationToken cancellationToken = default);

    /// <summary>Creates a picture from a prompt.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="progress">Receives a report after each step.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    Task<GenerateResult> GenerateAsync(GenerateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Inverts a picture, measures the round trip, and saves the inversion.</summary>
    /// <param name="request">What to invert and how.</param>
    /// <param name="progress">Receives a report after each step.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    Task<InvertResult> InvertAsync(InvertRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Creates the picture again from a saved inversion.</summary>
    /// <param name="inversion">An inversion's id, or the path of its file under an allowed root.</param>
    /// <param name="progress">Receives a report after each step.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    Task<ReconstructResult> ReconstructAsync(string inversion, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a picture between two saved inversions that were made alike, along the great circle through their noise.</summary>
    /// <param name="request">Which inversions, and how far between them.</param>
    /// <param name="progress">Receives a report after each step.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <exception cref="Inversions.InversionMismatchException">They differ in model, grid or size.</exception>
    Task<InterpolateResult> InterpolateAsync(InterpolateRequest request, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Fills a plan's open settings, checks its limits, and writes it down as a proposal that can be approved.</summary>
    /// <param name="imageId">The picture to edit.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<EditProposal> ProposeAsync(string imageId, EditPlan plan, CancellationToken cancellationToken = default);

    /// <summary>Has a proposal approved before it runs: by the approver, unless approval is automatic or was given before.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="cancellationToken">Stops the question; the proposal then still waits.</param>
    /// <returns>The approval, of this proposal and no other.</returns>
    /// <exception cref="BelmException"><c>not_approved</c>: it was not approved, and waits no more.</exception>
    Task<EditApproval> AuthorizeAsync(string proposalId, CancellationToken cancellationToken = default);

    /// <summary>Takes down that a person approved a proposal at a front end that asks by its own means, such as a button.</summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>.</param>
    /// <param name="by">Who: the front end's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <remarks>For front ends alone. It is no function that a language model may call.</remarks>
    Task<EditApproval> ApproveAsync(string proposalId, string by, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a proposal once it is approved: inverts, edits, checks, tries again with one setting changed where the check finds a fault,
    /// and saves the best attempt.
    /// </summary>
    /// <param name="proposalId">A proposal of <see cref="ProposeAsync"/>. Each runs once.</param>
    /// <param name="progress">Told after each step, and of each attempt when it is judged.</param>
    /// <param name="cancellationToken">Cancels within one network call.</param>
    /// <exception cref="EditStoppedException">It was stopped after an attempt had been finished; the best is kept.</exception>
    Task<EditResult> EditAsync(string proposalId, IProgress<EditProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Measures how two pictures of the same size differ.</summary>
    /// <param name="imageId">The first picture.</param>
    /// <param name="otherImageId">The second picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<PictureComparison> CompareAsync(string imageId, string otherImageId, CancellationToken cancellationToken = default);

    /// <summary>Lists pictures, newest first: all of them, or the lineage of one.</summary>
    /// <param name="imageId">A picture whose ancestors and descendants are wanted; null for all.</param>
    /// <param name="limit">At most so many, 1 to 1000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<Picture>> ListHistoryAsync(string? imageId = null, int limit = 50, CancellationToken cancellationToken = default);

    /// <summary>Finds the picture before an edit: the one that it was made from, or whose place it took. Nothing is deleted.</summary>
    /// <param name="imageId">An edited picture.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The picture before.</returns>
    Task<Picture> UndoAsync(string imageId, CancellationToken cancellationToken = default);
}
