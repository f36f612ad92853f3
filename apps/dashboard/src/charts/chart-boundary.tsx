import { Component, type ReactNode } from 'react';

/** Where a chart fails, its page goes on: the numbers stand beside it. */
export class ChartBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <p className="hint">The chart cannot be drawn here.</p> : this.props.children;
  }
}
