// What went wrong, in the words of the server where it has any (RFC 9457).

export type FieldError = { field: string; message: string; fix: string };

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly fields: FieldError[] = [],
    /** What identifies the request in the server's log. */
    readonly instance = "",
  ) {
    super(title);
  }

  static async of(response: Response): Promise<Problem> {
    const instance = response.headers.get("X-Request-ID") ?? "";
    try {
      const body = await response.json();
      return new Problem(
        response.status,
        body.title ?? response.statusText,
        body.detail ?? "",
        body.errors ?? [],
        body.instance ?? instance,
      );
    } catch {
      return new Problem(response.status, response.statusText || `HTTP ${response.status}`, "", [], instance);
    }
  }

  static unreachable(): Problem {
    return new Problem(
      0,
      "The server does not answer",
      "Check that it runs (tenor serve) and that this machine reaches it; the page tries again by itself when asked.",
    );
  }

  /** What to do about it, where the server has not said so. */
  get advice(): string {
    if (this.fields.length > 0) return "";
    switch (this.status) {
      case 404:
        return "It may have been removed, or its name is not right: choose it from its list in the menu.";
      case 410:
        return "A new run computes it again.";
      case 429:
      case 503:
      case 504:
        return "The server or its database is busy or restarts: try again in a moment. If it stays so, look at System.";
      default:
        return this.status >= 500 ? "Try again. If it stays so, look for the reference in the server's log." : "";
    }
  }

  /** Whether trying the same request again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 504 || this.status === 429;
  }
}
