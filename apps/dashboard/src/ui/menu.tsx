import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  readonly name: string;
  readonly select: () => void;
  readonly danger?: boolean;
  /** Why it cannot be chosen now; null: it can. */
  readonly obstacle?: string | null;
}

interface MenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
}

/** Further actions. Not modal: the scroll lock of modal menus injects a style that the policy refuses. */
export function Menu({ label, trigger, items }: MenuProps) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger className="button button-plain" aria-label={label}>
        {trigger}
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {items.map(({ name, select, danger, obstacle }) => (
            <Primitive.Item
              key={name}
              className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
              disabled={obstacle !== null && obstacle !== undefined}
              title={obstacle ?? undefined}
              onSelect={select}
            >
              {name}
              {obstacle && <span className="menu-obstacle">{obstacle}</span>}
            </Primitive.Item>
          ))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
