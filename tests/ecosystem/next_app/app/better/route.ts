// What @convex-dev/better-auth has for Next.js: the build alone takes it in.

import { convexBetterAuthNextJs } from "@convex-dev/better-auth/nextjs";

const convexUrl = process.env.NEXT_PUBLIC_CONVEX_URL as string;
const { handler } = convexBetterAuthNextJs({ convexUrl, convexSiteUrl: convexUrl });

export const { GET } = handler;
