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

  /** Whether trying the same request again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 504 || this.status === 429;
  }
}
