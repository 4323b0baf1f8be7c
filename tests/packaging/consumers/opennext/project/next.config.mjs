// Lentil has code of its own for workerd, which OpenNext finds in packages that Next.js does not bundle. That is one part
// of Lentil: its hooks have to be bundled, as they share React with the page. `convex` is named as both sides use it.

export default { serverExternalPackages: ["convex", "lentil/dist/js/nextjs"] };
