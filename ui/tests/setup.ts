// jsdom knows neither modal dialogs nor layout observers.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement): void {
  this.setAttribute('open', '');
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement): void {
  this.removeAttribute('open');
};
Element.prototype.scrollIntoView ??= function (): void {
  // There is nothing to scroll.
};
window.scrollTo = (): void => {
  // There is nothing to scroll.
};
globalThis.ResizeObserver ??= class {
  observe(): void {
    // There is no layout to observe.
  }
  unobserve(): void {
    // There is no layout to observe.
  }
  disconnect(): void {
    // There is no layout to observe.
  }
};
