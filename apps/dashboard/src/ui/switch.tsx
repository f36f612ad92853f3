import { Switch as Primitive } from 'radix-ui';

interface SwitchProps {
  /** What is on or off: the accessible name. */
  readonly label: string;
  readonly on: boolean;
  readonly change: (on: boolean) => void;
  readonly obstacle?: string | null;
  readonly pending?: boolean;
}

export function Switch({ label, on, change, obstacle = null, pending = false }: SwitchProps) {
  return (
    <Primitive.Root
      className="switch"
      aria-label={label}
      checked={on}
      onCheckedChange={change}
      disabled={obstacle !== null || pending}
      title={obstacle ?? undefined}
    >
      <Primitive.Thumb className="switch-thumb" />
    </Primitive.Root>
  );
}
