import { mount } from 'svelte';
import App from './App.svelte';
import { today } from './lib/format';
import { readAhead } from './lib/lists';
import { go } from './lib/route.svelte';
import { session } from './lib/session.svelte';
import './styles/main.scss';

/** So long the window stays empty before it says that it is starting, in milliseconds. */
const PATIENCE = 150;

/** Goes to where the last session ended, and asks for what stands there. */
async function begin(place: string): Promise<void> {
  if (place && window.location.hash === '') go(place, true);
  const asked = readAhead(place);
  // While the answer is on its way, what every list needs: it takes as long as the answer.
  today();
  await asked;
}

// Drawn once with all it begins on, the window stands sooner than drawn waiting and then again.
const target = document.getElementById('app');
const waited = new Promise((done) => setTimeout(done, PATIENCE));
void Promise.race([session.start(begin), waited]).then(() => target && mount(App, { target }));
