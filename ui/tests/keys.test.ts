import { beforeEach, describe, expect, it } from 'vitest';
import { actionOf, pressMain, UndoOwner } from '../src/lib/keys';

const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
  actionOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('shortcuts', () => {
  it('lead to the places that exist', () => {
    expect(press('1', { ctrlKey: true })).toEqual({ do: 'go', path: '/i-dag' });
    expect(press('3', { ctrlKey: true })).toEqual({ do: 'go', path: '/jobordrer' });
    expect(press('7', { ctrlKey: true })).toEqual({ do: 'go', path: '/stillingtagen' });
    expect(press('2', { ctrlKey: true })).toEqual({ do: 'go', path: '/besoeg' });
    expect(press('5', { ctrlKey: true })).toEqual({ do: 'go', path: '/kandidater' });
    expect(press('6', { ctrlKey: true })).toBeNull();
  });

  it('leave plain letters and AltGr to the text', () => {
    expect(press('k')).toBeNull();
    expect(press('7', { ctrlKey: true, altKey: true })).toBeNull();
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBeNull();
  });

  it('move between regions', () => {
    expect(press('F6')).toEqual({ do: 'region', step: 1 });
    expect(press('F6', { shiftKey: true })).toEqual({ do: 'region', step: -1 });
  });
});

describe('undo', () => {
  beforeEach(() => document.body.replaceChildren());

  it('belongs to a field that has been typed in since it got focus', () => {
    const owner = new UndoOwner();
    const field = document.createElement('input');
    field.value = 'før';
    owner.focused(field);
    expect(owner.appsTurn(field)).toBe(true);
    field.value = 'efter';
    expect(owner.appsTurn(field)).toBe(false);
    owner.focused(field);
    expect(owner.appsTurn(field)).toBe(true);
  });

  it('belongs to the app on buttons and boxes', () => {
    const box = document.createElement('input');
    box.type = 'checkbox';
    expect(new UndoOwner().appsTurn(box)).toBe(true);
    expect(new UndoOwner().appsTurn(document.body)).toBe(true);
  });
});

describe('the main action', () => {
  it('is the dialog’s while a dialog is open', () => {
    const pressed: string[] = [];
    const button = (name: string): HTMLButtonElement => {
      const made = document.createElement('button');
      made.dataset.main = '';
      made.addEventListener('click', () => pressed.push(name));
      return made;
    };
    const dialog = document.createElement('dialog');
    dialog.append(button('dialog'));
    document.body.replaceChildren(button('page'), dialog);
    expect(pressMain()).toBe(true);
    dialog.setAttribute('open', '');
    expect(pressMain()).toBe(true);
    expect(pressed).toEqual(['page', 'dialog']);
  });
});
