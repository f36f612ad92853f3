import { Component, type ReactNode } from 'react';
import { Problem, problemFrom } from './server/client.js';
import { Failed } from './loading/notices.js';

interface CrashState {
  readonly crash: Problem | undefined;
}

/** Shows an error of the dashboard itself instead of an empty page. */
export class CrashNotice extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = { crash: undefined };

  static getDerivedStateFromError(crash: unknown): CrashState {
    return { crash: new Problem(0, 'crashed', `The dashboard failed: ${problemFrom(crash).message}`) };
  }

  override render() {
    if (this.state.crash === undefined) return this.props.children;
    return <Failed problem={this.state.crash} retry={() => window.location.reload()} />;
  }
}
