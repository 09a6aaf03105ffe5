<!DOCTYPE html><html <?php language_attributes(); ?>><head><meta charset="utf-8"><?php wp_head(); ?></head><body <?php body_class(); ?>>
<div id="logo"><a href="<?php echo home_url('/'); ?>" rel="home"><?php bloginfo('name'); ?></a></div><header class="page-header"><h1 class="page-header-title">Blog</h1></header><main>
