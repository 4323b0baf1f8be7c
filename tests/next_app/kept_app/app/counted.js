// Where the server's calls go: by way of who counts them.

/** Options of a call, for a user where there is a token. */
export const counted = (token) => ({ url: process.env.COUNTED_URL, ...(token && { token }) });
