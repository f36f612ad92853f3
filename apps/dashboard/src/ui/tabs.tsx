import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

interface Tab {
  readonly key: string;
  readonly name: string;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly shown: string;
  readonly show: (key: string) => void;
}

/** Parts of a page of which one is shown. Keep the shown one in the address. */
export function Tabs({ label, tabs, shown, show }: TabsProps) {
  return (
    <Primitive.Root value={shown} onValueChange={show} activationMode="manual">
      <Primitive.List className="tabs" aria-label={label}>
        {tabs.map(({ key, name }) => (
          <Primitive.Trigger key={key} value={key} className="tab">
            {name}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(({ key, content }) => (
        <Primitive.Content key={key} value={key} className="tab-content">
          {content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
