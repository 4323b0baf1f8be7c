"use client";
/**
 * Components that show their children to some: `Authenticated` and its family.
 */

import { createElement, Fragment, type ReactNode } from "react";
import { useConvexAuth } from "./auth_state.js";

interface Props {
  children: ReactNode;
}

/** Shows its children to a user whom the server has confirmed. */
export function Authenticated({ children }: Props) {
  const { isLoading, isAuthenticated } = useConvexAuth();
  return shownIf(!isLoading && isAuthenticated, children);
}

/** Shows its children where nobody is signed in. */
export function Unauthenticated({ children }: Props) {
  const { isLoading, isAuthenticated } = useConvexAuth();
  return shownIf(!isLoading && !isAuthenticated, children);
}

/** Shows its children while it is not known whether a user is signed in. */
export function AuthLoading({ children }: Props) {
  return shownIf(useConvexAuth().isLoading, children);
}

/** Shows its children to a user whose token the server has refused, until another one is there. */
export function AuthRefreshing({ children }: Props) {
  const { isAuthenticated, isRefreshing } = useConvexAuth();
  return shownIf(isAuthenticated && isRefreshing, children);
}

// An element, as older types of React take no other for what a component gives.
function shownIf(condition: boolean, children: ReactNode) {
  return condition ? createElement(Fragment, null, children) : null;
}
