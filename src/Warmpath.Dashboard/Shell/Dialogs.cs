using Microsoft.AspNetCore.Components;
using Radzen;

namespace Warmpath.Dashboard.Shell;

/// <summary>Dialogs as this dashboard opens them.</summary>
internal static class Dialogs
{
    private static readonly DialogOptions Options = new() { Width = "min(34rem, 94vw)", CloseDialogOnEsc = true, AutoFocusFirstElement = true };

    /// <param name="act">What the button says, such as <c>Remove key</c>.</param>
    /// <returns>True when the person means it.</returns>
    public static async Task<bool> AskAsync(this DialogService dialogs, string title, string question, string act) =>
        await dialogs.OpenAsync<Confirm>(
            title, new Dictionary<string, object?> { [nameof(Confirm.Question)] = question, [nameof(Confirm.Act)] = act }, Options) is true;

    /// <returns>What the dialog was closed with; null when it was dismissed.</returns>
    public static async Task<object?> ShowAsync<T>(this DialogService dialogs, string title, Dictionary<string, object?>? parameters = null)
        where T : ComponentBase => await dialogs.OpenAsync<T>(title, parameters ?? [], Options);

    /// <summary>Says in passing that something was done.</summary>
    public static void Say(this NotificationService notifications, string text) =>
        notifications.Notify(NotificationSeverity.Success, text, duration: 4000);

    /// <summary>Says that something could not be done, until the person has read it.</summary>
    public static void Warn(this NotificationService notifications, string text) =>
        notifications.Notify(NotificationSeverity.Error, text, duration: 60_000);
}
