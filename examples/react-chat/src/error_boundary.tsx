// A query that fails throws while its component renders; this is where it lands.

import { Component, type ReactNode } from "react";
import { errorText } from "./error_text";

export class ErrorBoundary extends Component<{ children: ReactNode }, { failure: string | null }> {
  override state = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: errorText(error) };
  }

  override render() {
    if (this.state.failure === null) return this.props.children;
    return (
      <div className="crash" role="alert" data-testid="crash">
        <p>{this.state.failure}</p>
        <button type="button" onClick={() => this.setState({ failure: null })}>
          Try again
        </button>
      </div>
    );
  }
}
