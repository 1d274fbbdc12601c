import { mount } from 'svelte';
import { takeSignInKey } from '@/api/client';
import { applyTheme } from '@/state/theme';
import './styles/index.css';

applyTheme();
takeSignInKey();

// After the key is gone from the address: the router reads what is left of it.
const { default: App } = await import('./App.svelte');
mount(App, { target: document.getElementById('app') as HTMLElement });
