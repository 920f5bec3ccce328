using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Warmpath.Storage;

namespace Warmpath.Gateway.Admin;

/// <summary>What the admin API answers while the store refuses to be read or written: 503, with what is wrong and what to do.</summary>
internal sealed class StoreTroubleHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not StoreException trouble)
        {
            return false;
        }

        await TypedResults.Problem(trouble.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The store cannot be used").ExecuteAsync(context);
        return true;
    }
}
